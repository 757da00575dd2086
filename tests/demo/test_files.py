"""Every file opens in its encoding, holds the rows the truth says, and looks as sloppy as its organisation is."""

import hashlib
import re
from collections import Counter, defaultdict

import pytest

from duru.demo.build import build
from duru.demo.words import HEADERS
from tests.demo.conftest import PEOPLE, SEED
from tests.demo.reading import encoding_of, read_sheets

pytestmark = pytest.mark.unit

DATASETS = {"residents", "life_events", "grants", "handouts", "needs"}


def digests(folder):
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_the_same_seed_writes_the_same_bytes(built, tmp_path):
    build(tmp_path, people=PEOPLE, seed=SEED)
    assert digests(tmp_path) == digests(built.out)


@pytest.mark.slow
def test_another_seed_writes_another_district(built, tmp_path):
    build(tmp_path, people=PEOPLE, seed=SEED + 1)
    register = "files/01_해오름구청_민원여권과/주민_명단.csv"
    assert (tmp_path / register).read_bytes() != (built.out / register).read_bytes()


def test_a_build_replaces_an_earlier_one(tmp_path):
    stray = tmp_path / "files" / "99_없는_기관" / "옛_파일.csv"
    stray.parent.mkdir(parents=True)
    stray.write_text("x")
    build(tmp_path, people=1000, seed=1)
    assert not stray.exists()


def test_manifest_names_every_file_and_only_those(built):
    listed = {file["path"] for _, file in built.files()}
    written = {str(p.relative_to(built.out / "files")) for p in (built.out / "files").rglob("*") if p.is_file()}
    assert written - listed == {"manifest.json"}
    assert listed <= written
    assert {file["dataset"] for _, file in built.files()} == DATASETS
    assert 28 <= len(built.manifest["organisations"]) <= 34


def test_only_public_organisations_may_hold_resident_numbers(built):
    for org in built.manifest["organisations"]:
        assert org["is_public"] or not org["may_hold_rrn"]


def test_every_file_opens_and_both_encodings_and_kinds_are_there(built):
    kinds = Counter()
    for _, file in built.files():
        path = built.out / "files" / file["path"]
        sheets = read_sheets(path)
        assert sheets
        kinds[path.suffix if path.suffix == ".xlsx" else encoding_of(path)] += 1
    assert min(kinds[".xlsx"], kinds["cp949"], kinds["utf-8-sig"]) >= 4


def test_titles_say_that_the_people_are_invented(built):
    starts = set(HEADERS["no"] + HEADERS["name"] + HEADERS["member"])
    for _, file in built.files():
        for name, rows in read_sheets(built.out / "files" / file["path"]).items():
            first = str(rows[0][0])
            # A file without a title row starts with its header.
            assert "시험자료" in first or first in starts, (file["path"], name)


def test_every_row_of_truth_is_in_its_file(built):
    rows = defaultdict(list)
    for row in built.truth("rows"):
        rows[row["file"]].append(row)
    people = {row["person"]: row for row in built.truth("people")}
    assert set(rows) == {file["path"] for _, file in built.files()}
    exact = total = 0
    for path, lines in rows.items():
        sheets = read_sheets(built.out / "files" / path)
        for line in lines:
            cells = [str(cell) for cell in sheets[line["sheet"]][int(line["row"]) - 1]]
            exact += people[line["person"]]["name"] in cells
            total += 1
    # Registers are exact; the rest carries slips, titles and blanks.
    assert total == built.summary.rows
    assert exact / total > 0.93


def test_a_file_sent_twice_is_the_same_bytes(built):
    twice = [file for _, file in built.files() if file["note"]]
    assert len(twice) >= 2
    for file in twice:
        path = built.out / "files" / file["path"]
        first = path.with_name(path.name.replace("(최종)", ""))
        assert path.read_bytes() == first.read_bytes()
    assert all(row["repeated"] == "1" for row in built.truth("rows") if "(최종)" in row["file"])


def test_overlapping_files_repeat_rows_letter_by_letter(built):
    second = [row for row in built.truth("rows") if "제공대장_2차" in row["file"] and row["repeated"] == "1"]
    first = {
        (row["file"].replace("1차", "2차"), row["fact"]): row
        for row in built.truth("rows")
        if "제공대장_1차" in row["file"]
    }
    assert len(second) > 10
    for row in second:
        earlier = first[(row["file"], row["fact"])]
        texts = [
            read_sheets(built.out / "files" / r["file"])[r["sheet"]][int(r["row"]) - 1][1:] for r in (row, earlier)
        ]  # without the running number, which starts anew in every file
        assert texts[0][2:] == texts[1][2:]


def test_some_private_agencies_send_resident_numbers_they_may_not_hold(built):
    pattern = re.compile(r"\d{6}-\d{7}")
    guilty = set()
    for org, file in built.files():
        for rows in read_sheets(built.out / "files" / file["path"]).values():
            if any(pattern.fullmatch(str(cell)) for row in rows for cell in row):
                guilty.add(org["organisation"])
    assert guilty == {"해오름푸드뱅크", "은혜샘교회"}
    assert not any(org["may_hold_rrn"] for org in built.manifest["organisations"] if org["organisation"] in guilty)


def test_real_dates_and_text_dates_are_mixed(built):
    kinds = Counter()
    for _, file in built.files():
        if file["path"].endswith(".xlsx"):
            for rows in read_sheets(built.out / "files" / file["path"]).values():
                for cell in (cell for row in rows for cell in row):
                    kinds["date" if type(cell).__name__ == "date" else "text"] += bool(
                        type(cell).__name__ == "date" or re.fullmatch(r"(19|20)\d\d[.\-/]?\d\d[.\-/]?\d\d", str(cell))
                    )
    assert kinds["date"] > 200
    assert kinds["text"] > 200


def test_client_numbers_stand_for_one_person_each(built):
    number_of = defaultdict(set)
    for row in built.truth("rows"):
        if "17_한울푸드마켓" in row["file"]:
            rows = read_sheets(built.out / "files" / row["file"])[row["sheet"]]
            number_of[row["person"]].add(rows[int(row["row"]) - 1][rows[0].index("회원번호")])
    assert len(number_of) > 10
    assert all(len(numbers) == 1 for numbers in number_of.values())
    assert len({next(iter(numbers)) for numbers in number_of.values()}) == len(number_of)


@pytest.mark.slow
def test_the_register_marks_protected_people(tmp_path):
    build(tmp_path, people=12_000, seed=4)
    rows = read_sheets(tmp_path / "files" / "01_해오름구청_민원여권과" / "주민_명단.csv")[""]
    marked = [row for row in rows if row[-1] == "비공개"]
    assert 0 < len(marked) < 60
