"""`duru places import` on invented files, and on the real ones where they lie."""

import csv
import gzip
import json

import pytest

from duru.site.cli.exit_codes import ExitCode
from tests.blocks.places.conftest import BUILDING_HEAD, BUILDINGS, EAST, WEST, samples, write_geojson
from tests.site.cli.conftest import duru, installation

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def tenant(cluster, tmp_path_factory):
    """One local government for the whole file: a command costs seconds, and no test here minds what another took in."""
    with installation(cluster, tmp_path_factory.mktemp("places"), "_places") as environ:
        code, _, said = duru("tenant", "add", "해오름구", "--code", "9711000000", environ=environ)
        assert code == ExitCode.OK, said
        yield environ


def take(environ, *arguments):
    code, said, _ = duru("places", "import", *map(str, arguments), "--json", environ=environ)
    return code, json.loads(said)


def counts(told) -> list[int]:
    return [told[key] for key in ("n_new", "n_changed", "n_same", "n_refused")]


def write_table(path, head, rows, encoding="cp949"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def test_a_district_comes_in_from_four_files_and_the_same_file_changes_nothing(tenant, tmp_path):
    regions = write_table(
        tmp_path / "regions.csv",
        ["code", "name", "full_name", "level", "parent_code", "valid_from", "valid_until"],
        [["9711051000", "새벽1동", "한빛특별시 해오름구 새벽1동", "dong", "9711000000", "2020-01-01", ""]],
        "utf-8",
    )
    outlines = write_geojson(
        tmp_path / "dongs.geojson", ("9711051000", "새벽1동", WEST), ("9711052000", "새벽2동", EAST)
    )
    packed = tmp_path / "dongs.geojson.gz"
    packed.write_bytes(gzip.compress(outlines.read_bytes()))
    buildings = write_table(tmp_path / "buildings.csv", BUILDING_HEAD, BUILDINGS)
    shelters = write_table(
        tmp_path / "shelters.csv",
        ["시설명", "주소", "전화"],
        [["새벽경로당", "해오름구 새벽로 1", "02-111-2222"], ["", "없음", ""]],
    )
    asked = [
        ("regions", regions),
        ("boundaries", packed, "--valid-from", "2026-01-01", "--prefix", "97110"),
        ("buildings", buildings, "--prefix", "97110"),
        ("facilities", shelters, "--kind", "senior_centre"),
    ]
    first = [take(tenant, *arguments) for arguments in asked]
    assert [code for code, _ in first] == [ExitCode.OK] * 4
    assert [counts(told)[0] for _, told in first] == [1, 2, 4, 1]
    assert counts(take(tenant, *asked[2])[1])[:2] == [0, 0]
    assert first[3][1]["n_refused"] == 1
    assert first[3][1]["refusals"]


def test_a_preview_keeps_nothing(tenant, tmp_path):
    outlines = write_geojson(tmp_path / "dongs.geojson", ("9711053000", "새벽3동", WEST))
    for _ in range(2):
        code, told = take(tenant, "boundaries", outlines, "--preview")
        assert (code, told["preview"], counts(told)[0]) == (ExitCode.OK, True, 1)


def test_a_person_reads_what_came_in_and_what_was_refused(tenant, tmp_path):
    table = write_table(
        tmp_path / "shelters.csv", ["시설명", "주소"], [["", "어딘가"], ["새벽쉼터", "해오름구 새벽로 1"]]
    )
    code, said, _ = duru("places", "import", "facilities", str(table), "--kind", "cooling_shelter", environ=tenant)
    assert code == ExitCode.OK
    assert "새로 1" in said
    assert "거절: " in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("boundaries", "없는파일.geojson"), ExitCode.NOT_FOUND),
        (("boundaries", "{empty}"), ExitCode.REFUSED),
        (("regions", "{strange}"), ExitCode.REFUSED),
        (("facilities", "{strange}", "--kind", "castle"), ExitCode.NOT_FOUND),
        (("buildings", "{strange}", "--prefix", "서울"), ExitCode.REFUSED),
        (("castles", "{strange}"), ExitCode.USAGE),
    ],
)
def test_what_cannot_be_taken_has_a_documented_exit_code(tenant, tmp_path, arguments, code):
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    write_table(tmp_path / "strange.csv", ["가", "나"], [["1", "2"]])
    names = {"empty": str(tmp_path / "empty.geojson"), "strange": str(tmp_path / "strange.csv")}
    found, said, error = duru("places", "import", *(each.format(**names) for each in arguments), environ=tenant)
    assert found == code, said + error


@pytest.mark.parametrize(
    ("what", "path", "options"),
    [
        (what, sample.values[0], options)
        for what, name, options in (
            ("boundaries", "boundaries/korea_hdong_202406.geojson.gz", ("--prefix", "11560")),
            ("regions", "codes/kikcd_h_20230501.parquet", ()),
            ("regions", "codes/kikcd_b_20230501.parquet", ()),
            ("facilities", "facilities/seoul_kyungrodang_2020.parquet", ()),
            ("facilities", "facilities/seoul_cooling_shelters_2026.parquet", ("--kind", "cooling_shelter")),
        )
        for sample in samples(name)
    ],
)
def test_real_files_come_in(tenant, what, path, options):
    code, told = take(tenant, what, path, *options)
    assert code == ExitCode.OK, told
    assert told["n_new"] > 10
    assert sum(counts(told)) == told["n_rows"]
    # The table of 법정동 names thousands that were abolished on the day its records begin.
    assert told["n_refused"] < told["n_rows"] / 4
