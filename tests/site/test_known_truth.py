"""The summary of the demo stands beside what is known to be true, and stands alone when the truth is gone."""

import dataclasses
import json
from datetime import date

import pytest

from duru.services.welfare.api import Summary
from duru.site.known_truth import KnownTruth

pytestmark = pytest.mark.unit


@pytest.fixture
def found():
    figures = {field.name: 0 for field in dataclasses.fields(Summary)}
    return Summary(
        **figures
        | {
            "files": 2,
            "rows_taken": 10,
            "people": 4,
            "links": {"certain": 5, "human": 1, "review": 2, "new": 3},
            "overlaps": {
                "prohibited": {"n": 1, "won": 100},
                "restricted": {"n": 2, "won": 20},
                "caution": {"n": 3, "won": 3},
            },
            "gone": {"dead": {"n": 2, "won": 7}},
            "silent": 1,
            "as_of": date(2026, 11, 22),
        }
    )


@pytest.fixture
def truth(tmp_path):
    folder = tmp_path / "truth"
    folder.mkdir()
    (tmp_path / "files").mkdir()
    sent = {"organisations": [{"files": [{"path": "a.csv"}, {"path": "b.csv"}]}, {"files": [{"path": "c.csv"}]}]}
    (tmp_path / "files" / "manifest.json").write_text(json.dumps(sent))
    (folder / "rows.csv").write_text(
        "file,row,person,spoiled,repeated\na.csv,1,0,,0\na.csv,2,1,성명 없음,0\nb.csv,1,0,,1\nb.csv,2,2,,0\n"
    )
    (folder / "doubles.csv").write_text("kind\npublic\ncampaign\nperiod\n")
    (folder / "paid_after.csv").write_text("person,known_to_district\n7,1\n7,1\n8,0\n")
    (folder / "silent.csv").write_text("person,no_handout,no_grant\n3,1,1\n3,1,1\n4,1,0\n")
    return folder


def test_each_figure_stands_beside_its_truth(found, truth):
    lines = {line.name: (line.found, line.truth) for line in KnownTruth(truth.parent).lines(found)}
    assert lines["받은 파일"] == (2, 3)
    assert lines["받은 줄"] == (10, 2)
    assert lines["거절한 줄"] == (0, 1)
    assert lines["되풀이된 줄(한 번만 셈)"] == (0, 1)
    assert lines["사람"] == (4, 2)
    assert lines["확실한 연결"] == (6, None)
    assert lines["겹침: 금지·제한(공적급여)"] == (3, 1)
    assert lines["겹침: 주의(캠페인·서비스)"] == (3, 2)
    assert lines["겹침에 걸린 돈"] == (123, None)
    assert lines["사망·전출 뒤에도 받는 사람"] == (2, 1)
    assert lines["필요한데 아무것도 못 받은 사람"] == (1, 1)


def test_without_the_truth_the_findings_stay_the_same(found, truth, tmp_path):
    with_truth = [(line.name, line.found) for line in KnownTruth(truth.parent).lines(found)]
    without = KnownTruth(tmp_path / "deleted").lines(found)
    assert [(line.name, line.found) for line in without] == with_truth
    assert {line.truth for line in without} == {None}
