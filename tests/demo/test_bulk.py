"""The big file of the intake benchmark has the size, the bad rows and the repeats it says it has."""

import csv
from collections import Counter

import pytest

from duru.demo.bulk import HEADER, agency_csv_of_size

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig"])
def test_rows_are_as_counted(tmp_path, encoding):
    path = tmp_path / "big.csv"
    summary = agency_csv_of_size(path, bytes=6_000_000, encoding=encoding, seed=3)
    data = path.read_bytes()
    assert len(data) == summary.size
    assert 6_000_000 <= len(data) < 6_000_500
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))
    assert "시험자료" in rows[0][0]
    assert rows[1] == HEADER.split(",")
    body = [tuple(row) for row in rows[2:]]
    assert len(body) == summary.rows
    assert {len(row) for row in body} == {10}
    assert summary.bad / summary.rows == pytest.approx(0.005, abs=0.001)
    assert summary.repeated / summary.rows == pytest.approx(0.03, abs=0.003)
    bad = [row for row in body if not row[0] or row[1] == "1950-02-30" or not row[5].startswith("20")]
    assert len(bad) == summary.bad
    refused = set(bad)
    assert len(Counter(row for row in body if row not in refused)) == summary.good
    if encoding == "cp949":
        assert 98 < len(data) / len(body) < 112


@pytest.mark.slow
def test_the_same_arguments_write_the_same_bytes(tmp_path):
    one, two = tmp_path / "1.csv", tmp_path / "2.csv"
    assert agency_csv_of_size(one, bytes=500_000, seed=9) == agency_csv_of_size(two, bytes=500_000, seed=9)
    assert one.read_bytes() == two.read_bytes()
