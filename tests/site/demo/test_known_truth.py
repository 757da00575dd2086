"""The summary of the demo stands beside what is known to be true, and stands alone when the truth is gone."""

import dataclasses
import json
import shutil
from datetime import UTC, date, datetime

import pytest

from duru.blocks.access.api import Organisation, OrganisationKind, system_actor
from duru.blocks.linkage.api import link_tenant
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.welfare.api import Summary, run_check
from duru.site.demo.known_truth import KnownTruth, Share
from duru.site.taking import Delivery, take_deliveries

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


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


REGISTER = """세대번호,성명,생년월일,성별,도로명주소,전화번호
10000001,김영희,1946-03-02,여,해오름구 새벽로 1,010-1111-0001
10000002,박철수,1951-12-24,남,해오름구 새벽로 2,010-1111-0003
10000003,이순자,1940-01-05,여,해오름구 새벽로 3,010-1111-0004
"""
GIFTS = """성명,생년월일,전화번호,품목,제공일,비고
김영희,1946-03-02,010-1111-0001,김장김치 10kg,2026-11-05,"부재중
문 앞에 둠"
박철수,1951-12-24,010-1111-0003,쌀 10kg,2026-11-05,
떠돌이,1933-07-07,010-9999-0009,쌀 10kg,2026-11-05,
김영희,1946-03-02,010-1111-0001,김장김치 10kg,2026-11-06,
"""


@pytest.fixture
def taken(db, tmp_path):
    """Two agencies' files in the ledger, linked and checked, with the truth beside them; the scope stays open."""
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        office = Organisation.objects.create(name="구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
        centre = Organisation.objects.create(name="복지관", kind=OrganisationKind.WELFARE_CENTRE)
        sent = []
        for agency, name, dataset, text in (
            (office, "주민.csv", "residents", REGISTER),
            (centre, "나눔.csv", "handouts", GIFTS),
        ):
            path = tmp_path / "files" / agency.name / name
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            sent.append({"organisation": agency.name, "files": [{"path": f"{agency.name}/{name}"}]})
            delivery = Delivery(path, agency.id, dataset)
            assert take_deliveries(tenant_id=tenant.id, deliveries=[delivery], by=system_actor(), now=NOW) == []
        (tmp_path / "files" / "manifest.json").write_text(json.dumps({"organisations": sent}))
        link_tenant(tenant_id=tenant.id, now=NOW)
        run_check(tenant_id=tenant.id, now=NOW)
        truth = tmp_path / "truth"
        truth.mkdir()
        # The truth counts rows: the line break inside a cell does not make one.
        rows = [("구청/주민.csv", at, person, -1) for at, person in ((2, 0), (3, 1), (4, 2))]
        rows += [
            ("복지관/나눔.csv", at, person, fact) for at, person, fact in ((2, 0, 0), (3, 1, 1), (4, 9, 2), (5, 0, 3))
        ]
        lines = [f"{path},,{at},x,{person},{fact},,0" for path, at, person, fact in rows]
        (truth / "rows.csv").write_text(
            "file,sheet,row,dataset,person,fact,spoiled,repeated\n" + "\n".join(lines) + "\n"
        )
        (truth / "people.csv").write_text("person,household\n0,7\n1,8\n2,9\n9,10\n")
        (truth / "doubles.csv").write_text("kind,handouts,grants\ncampaign,0 3,\ncampaign,1 2,\n")
        (truth / "paid_after.csv").write_text("person,known_to_district\n1,1\n")
        (truth / "silent.csv").write_text("person,no_handout,no_grant\n")
        yield tmp_path


def test_shares_meet_by_the_lines_of_the_files(taken):
    shares = dict(KnownTruth(taken).shares())
    # Three mentions of agencies, two of them of residents; the stranger is nobody in the register.
    assert shares["기록과 주민 잇기(확실)"] == Share(n_true=2, n_true_found=2, n_found=2, n_found_true=2)
    # The two gifts of kimchi were told as one overlap of one household; the other pair is no double at all.
    told = shares["겹침(정보까지)"]
    assert (told.n_true, told.n_true_found, told.n_found, told.n_found_true) == (2, 1, 1, 1)
    assert shares["사망·전출 뒤 지급"] == Share(n_true=1, n_true_found=0, n_found=0, n_found_true=0)
    assert shares["알려진 욕구, 받은 것 없음"].precision == 1.0


def test_without_the_truth_there_are_no_shares(taken):
    shutil.rmtree(taken / "truth")
    assert KnownTruth(taken).shares() == []
