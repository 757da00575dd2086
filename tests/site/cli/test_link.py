"""`duru link` on files: what it writes, in which formats, and what it says to bad ones."""

import csv
import json
import subprocess
import sys

import pyarrow.parquet as pa_parquet
import pytest

from duru.demo.crowd import draw_crowd, write_crowd
from duru.site.cli import ExitCode, run

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("crowd")
    write_crowd(draw_crowd(3000, 2000, seed=6), path)
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def linked(folder, tmp_path, *more, left="records.csv", out="links.csv"):
    target = tmp_path / out
    arguments = [str(folder / left), str(folder / "register.csv"), "--addresses", str(folder / "gazetteer.csv")]
    assert run(["link", *arguments, "--out", str(target), *more]) == ExitCode.OK
    return target


def test_links_are_right_and_say_why(folder, tmp_path):
    rows = rows_of(linked(folder, tmp_path))
    truth = {row["record_id"]: row["resident_id"] for row in rows_of(folder / "truth.csv")}
    assert list(rows[0]) == ["left_id", "right_id", "probability", "match_weight", "margin", "reasons"]
    assert len({row["left_id"] for row in rows}) == len(rows)
    right = sum(truth[row["left_id"]] == row["right_id"] for row in rows)
    assert right / len(rows) >= 0.99
    assert right / sum(1 for resident in truth.values() if resident) >= 0.985
    assert all(float(row["probability"]) >= 0.5 for row in rows)
    assert rows[0]["reasons"].startswith("이름 ")


def test_all_candidates_hold_the_best_ones(folder, tmp_path):
    best = {(row["left_id"], row["right_id"]) for row in rows_of(linked(folder, tmp_path))}
    every = {(row["left_id"], row["right_id"]) for row in rows_of(linked(folder, tmp_path, "--all", out="all.csv"))}
    assert best < every


def test_threshold_cuts_rows_off(folder, tmp_path):
    assert min(float(row["probability"]) for row in rows_of(linked(folder, tmp_path, "--threshold", "0.99"))) >= 0.99


def test_parquet_and_cp949_give_the_same_links(folder, tmp_path):
    plain = rows_of(linked(folder, tmp_path))
    text = (folder / "records.csv").read_text(encoding="utf-8")
    # CP949 has no zero-width characters and no decomposed syllables: those rows come out as question marks either way.
    for name, encoding in (("old.csv", "cp949"), ("signed.csv", "utf-8-sig")):
        (folder / name).write_bytes(text.encode(encoding, errors="replace"))
        ids = {row["left_id"] for row in rows_of(linked(folder, tmp_path, left=name, out=f"{encoding}.csv"))}
        assert len(ids ^ {row["left_id"] for row in plain}) <= len(plain) * 0.01
    table = pa_parquet.read_table(linked(folder, tmp_path, out="links.parquet"))
    assert table["left_id"].to_pylist() == [row["left_id"] for row in plain]


def test_columns_may_be_missing_and_named_in_korean(folder, tmp_path):
    rows = rows_of(folder / "records.csv")
    file = folder / "short.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["성명", "생년월일"])
        writer.writerows([row["name"], row["birth"]] for row in rows[:500])
    found = rows_of(linked(folder, tmp_path, left="short.csv"))
    assert 200 < len(found) < 500
    assert all(1 <= int(row["left_id"]) <= 500 for row in found)


def test_training_and_saving_the_model(folder, tmp_path):
    model = tmp_path / "model.json"
    linked(folder, tmp_path, "--train", "--save-model", str(model))
    again = linked(folder, tmp_path, "--model", str(model), out="again.csv")
    assert rows_of(again) == rows_of(tmp_path / "links.csv")


def test_one_file_is_grouped(folder, tmp_path):
    target = tmp_path / "groups.csv"
    arguments = ["link", str(folder / "records.csv"), "--dedupe", "--addresses", str(folder / "gazetteer.csv")]
    assert run([*arguments, "--out", str(target)]) == ExitCode.OK
    rows = rows_of(target)
    assert list(rows[0]) == ["record_id", "cluster_id"]
    assert len(rows) == 2000
    assert len({row["cluster_id"] for row in rows}) < 2000


def test_one_pair_is_explained(folder, tmp_path, capsys):
    row = rows_of(linked(folder, tmp_path))[0]
    files = [str(folder / "records.csv"), str(folder / "register.csv"), row["left_id"], row["right_id"]]
    capsys.readouterr()
    assert run(["link", "explain", *files, "--addresses", str(folder / "gazetteer.csv"), "--json"]) == ExitCode.OK
    said = json.loads(capsys.readouterr().out)
    assert said["match_weight"] == pytest.approx(float(row["match_weight"]))
    assert [field["field"] for field in said["fields"]] == ["이름", "생년월일", "성별", "전화", "주소"]
    assert sum(field["bits"] or 0 for field in said["fields"]) == pytest.approx(said["match_weight"], abs=0.01)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", ExitCode.REFUSED, "비어 있습니다"),
        (b"a,b\n1,2\n", ExitCode.REFUSED, "이름(name) 열이 없습니다"),
        (b"name,birth\n\xea\xb9\x80\n", ExitCode.REFUSED, "표로 읽을 수 없습니다"),
    ],
)
def test_bad_files_are_refused_in_korean(folder, tmp_path, capsys, content, code, says):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    assert run(["link", str(bad), str(folder / "register.csv"), "--out", str(tmp_path / "x.csv")]) == code
    assert says in capsys.readouterr().err


def test_wrong_use_is_explained(folder, tmp_path, capsys):
    file = str(folder / "records.csv")
    assert run(["link", file, "--out", "x.csv"]) == ExitCode.USAGE
    assert run(["link", file, file]) == ExitCode.USAGE
    assert run(["link", file, str(tmp_path / "none.csv"), "--out", "x.csv"]) == ExitCode.NOT_FOUND
    assert run(["link", "explain", file, file, "no-such-id", "r1"]) == ExitCode.NOT_FOUND
    model = tmp_path / "model.json"
    model.write_text("{}", encoding="utf-8")
    assert run(["link", file, file, "--out", "x.csv", "--model", str(model)]) == ExitCode.REFUSED
    assert "모형" in capsys.readouterr().err


def test_empty_tables_give_an_empty_answer(folder, tmp_path):
    (folder / "nobody.csv").write_text("record_id,name\n", encoding="utf-8")
    assert rows_of(linked(folder, tmp_path, left="nobody.csv")) == []


def test_files_are_linked_without_django_and_database_driver():
    asked = "import sys; from duru.site.cli import run; run(['link', '--help']); print([*sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    shown, _, loaded = done.stdout.rstrip().rpartition("\n")
    assert "왼쪽" in shown
    assert not {"'django'", "'psycopg'", "'duckdb'", "'pyarrow'"} & set(loaded.strip("[]").split(", "))
