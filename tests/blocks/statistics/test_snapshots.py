"""Months are kept as of one moment, in versions, and people in them are found again only with the key."""

import json
from datetime import date

import psycopg
import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role, system_actor
from duru.blocks.audit.api import AuditEntry
from duru.blocks.benefits.models import Handout
from duru.blocks.statistics.api import (
    AskRefused,
    Month,
    NoSnapshot,
    Question,
    Rollup,
    Snapshot,
    ask_for,
    check_files,
    compare_with_now,
    compute_rollup,
    compute_standards,
    forget_key,
    grid_of,
    make_snapshot,
    publish,
)
from duru.blocks.statistics.operations.files import folder_of
from duru.blocks.statistics.operations.mailing import mail_saved_tables
from duru.blocks.statistics.operations.people import people_behind
from duru.blocks.statistics.operations.saved import change_saved, drop_saved, save_table
from duru.blocks.statistics.queries import list_saved
from duru.blocks.tenancy.api import tenant_scope
from tests.blocks.statistics.conftest import NOW, OCTOBER
from tests.clients import client_of

BY_DONG = Question("handouts", ("cases", "persons", "won"), "dong", months=(OCTOBER,))


def answer(district, question=BY_DONG) -> Rollup:
    with tenant_scope(district.tenant.id):
        rollup, is_open = ask_for(question, now=NOW)
    return compute_rollup(tenant=district.tenant, rollup_id=rollup.id, now=NOW) if is_open else rollup


def figures(district, rollup, *, outside=False) -> dict:
    with tenant_scope(district.tenant.id):
        grid = grid_of(rollup, outside=outside)
    return {line.key: tuple(each.text for each in line.figures) for line in grid.lines}


def test_what_comes_late_makes_a_new_version_and_the_old_numbers_stay(district):
    person = district.person()
    district.gift(person, won=10_000)
    first = district.keep()
    assert figures(district, answer(district))[None] == ("1", "1", "10,000")
    district.gift(person, won=7_000)
    assert compare_with_now(tenant=district.tenant, snapshot=first, now=NOW)["handouts"] == (1, 2, False)
    assert compare_with_now(tenant=district.tenant, snapshot=first, now=NOW)["people"] == (1, 1, True)
    old = answer(district)
    second = district.keep(reason="늦은 명단")
    new = answer(district)
    assert (first.version, second.version, second.reason) == (1, 2, "늦은 명단")
    assert figures(district, new)[None] == ("2", "1", "17,000")
    assert figures(district, old)[None] == ("1", "1", "10,000")
    assert check_files(district.tenant, first) == []
    path = folder_of(district.tenant, OCTOBER, 1) / "handouts.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    assert check_files(district.tenant, first) == ["handouts"]
    manifest = json.loads((folder_of(district.tenant, OCTOBER, 2) / "manifest.json").read_text())
    assert manifest["tables"] == second.manifest["tables"]


def test_only_what_lies_in_the_month_is_in_it(district):
    person = district.person()
    for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)):
        district.gift(person, on=day)
    assert district.keep().manifest["tables"]["handouts"]["rows"] == 2


def test_a_month_that_runs_is_no_month_and_one_that_is_missing_is_named(district):
    with pytest.raises(AskRefused, match="아직 끝나지 않았습니다"):
        make_snapshot(tenant=district.tenant, month=Month(2026, 11), by=system_actor(), now=NOW)
    with tenant_scope(district.tenant.id), pytest.raises(NoSnapshot, match="2026년 10월"):
        ask_for(BY_DONG, now=NOW)
    with pytest.raises(NotAllowed):
        make_snapshot(tenant=district.tenant, month=OCTOBER, by=district.member(Role.CASEWORKER), now=NOW)


def test_the_files_hold_no_name_birth_date_or_number_of_anybody(district):
    person = district.person()
    district.gift(person)
    district.keep()
    folder = folder_of(district.tenant, OCTOBER, 1)
    from duru.blocks.statistics.engine.session import session

    with session() as duckdb:
        for path in folder.glob("*.parquet"):
            text = str(duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
            assert person.name not in text
            assert "1950" not in text
            assert str(person.id) not in text.replace("2026", "").split(", ")


def test_people_behind_a_cell_are_found_with_the_key_and_never_again_without(district):
    here, there = district.person(), district.person(dong="9711052000")
    district.gift(here)
    district.gift(there)
    hidden = district.person()
    district.gift(hidden)
    district.keep()
    rollup, lead = answer(district), district.member()
    with tenant_scope(district.tenant.id):
        type(hidden).objects.filter(id=hidden.id).update(is_protected=True)
        found, n = people_behind(tenant=district.tenant, rollup=rollup, cell=("9711051000", None), by=lead)
        assert ([each.id for each in found], n) == ([here.id], 2)
        with pytest.raises(NotAllowed):
            people_behind(tenant=district.tenant, rollup=rollup, cell=(None, None), by=district.member(Role.MAYOR))
    assert forget_key(tenant=district.tenant, by=lead, now=NOW)
    with tenant_scope(district.tenant.id), pytest.raises(AskRefused, match="열쇠를 지웠으므로"):
        people_behind(tenant=district.tenant, rollup=rollup, cell=("9711051000", None), by=lead)
    assert not forget_key(tenant=district.tenant, by=lead, now=NOW)


def test_two_published_tables_do_not_give_each_other_away(district):
    """한 표에서 가린 동은 다른 표에서도 가려져 있고, 보인 동은 덮개가 되지 않는다"""
    for dong, n in (("9711051000", 2), ("9711052000", 6), ("9711053000", 9)):
        for at in range(n):
            district.gift(district.person(dong=dong, sex="FM"[at % 2]))
    district.keep()
    first = answer(district)
    second = answer(district, Question("handouts", ("cases",), "dong", "sex", months=(OCTOBER,)))
    with tenant_scope(district.tenant.id):
        first, second = publish(first, now=NOW), publish(second, now=NOW)
        assert publish(first, now=NOW).mask == first.mask
    shown = figures(district, first, outside=True)
    assert (shown["9711051000"][0], shown["9711052000"][0], shown["9711053000"][0], shown[None][0]) == (
        "X",
        "X",
        "9",
        "17",
    )
    totals = {key: texts[-1] for key, texts in figures(district, second, outside=True).items()}
    assert {key: text for key, text in totals.items() if text != "X"}.items() <= {"9711053000": "9", None: "17"}.items()
    assert "2" not in totals.values()


def test_a_comparison_of_months_hides_what_the_month_alone_hid(district):
    """이달 표와 지난달과 견준 표는 같은 칸을 담고 있으므로 같은 칸을 가린다"""
    for dong, n in (("9711051000", 2), ("9711052000", 6), ("9711053000", 7), ("9711054000", 30)):
        for _ in range(n):
            district.gift(district.person(dong=dong))
            district.gift(district.person(dong=dong), on=date(2026, 9, 3))
    district.keep()
    district.keep(Month(2026, 9))
    compared = answer(district, Question("handouts", ("cases",), "dong", "month", months=(Month(2026, 9), OCTOBER)))
    alone = answer(district, Question("handouts", ("cases",), "dong", months=(OCTOBER,)))
    other = answer(district, Question("handouts", ("won",), "dong", months=(OCTOBER,)))
    with tenant_scope(district.tenant.id):
        compared, alone, other = (publish(each, now=NOW) for each in (compared, alone, other))
    in_october = {row for row, column in compared.mask if column == "2026-10"}
    assert {row for row, _ in alone.mask} == in_october
    assert "9711051000" in in_october
    assert 2 <= len(other.mask) < 5


def test_an_agency_reads_hidden_cells_and_no_people_whatever_it_asks_for(district):
    district.gift(district.person())
    district.keep()
    compute_standards(tenant=district.tenant, month=OCTOBER, now=NOW)
    agency = client_of(district.member(Role.AGENCY_WORKER, OrganisationKind.FOOD_BANK))
    page = agency.get("/statistics/table/agencies?for=inside").content.decode()
    assert '<td class="num">X</td>' in page
    assert "/statistics/people/" not in page
    assert agency.get("/statistics/ask").status_code == 403
    told = agency.get("/api/statistics/agencies?month=2026-10").json()
    assert (told["outside"], told["lines"][0]["values"], told["lines"][0]["hidden"]) == (True, [None] * 4, [0, 1, 2, 3])
    assert "사람" in told["definitions"]
    assert agency.get("/api/statistics/nothing").status_code == 422
    lead = client_of(district.member())
    inside = lead.get("/statistics/table/agencies").content.decode()
    assert "/statistics/people/" in inside
    with tenant_scope(district.tenant.id):
        rollup = Rollup.objects.get(question__subject="handouts", question__rows="organisation")
    shown = lead.post(f"/statistics/people/{rollup.public_id}", {"purpose": "counsel"}).content.decode()
    looked = AuditEntry.objects.filter(action="통계 칸 뒤의 사람 보기")
    with tenant_scope(district.tenant.id):
        assert ("김○" in shown or "김*" in shown) == looked.exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf", "hwpx"])
def test_a_table_leaves_as_a_file_with_its_definitions(district, kind):
    for _ in range(3):
        district.gift(district.person())
    district.keep()
    compute_standards(tenant=district.tenant, month=OCTOBER, now=NOW)
    answered = client_of(district.member()).get(f"/statistics/table/agencies?export={kind}")
    assert answered.status_code == 200
    body = answered.content
    assert body.startswith({"xlsx": b"PK", "hwpx": b"PK", "pdf": b"%PDF-1.7", "csv": "\ufeff".encode()}[kind])
    if kind == "hwpx":
        from duru.blocks.documents.adapters.hwpx import words_of

        words = " ".join(words_of(body))
        assert "푸드뱅크" in words
        assert "30,000" in words
        assert "환산금액의 합" in words
    with tenant_scope(district.tenant.id):
        assert AuditEntry.objects.filter(action="통계표 내려받기", detail__kind=kind).count() == 1


def test_a_kept_table_is_its_makers_until_it_is_shared_and_goes_out_once_a_month(district):
    district.gift(district.person())
    district.keep()
    maker, other = district.member(), district.member(Role.CASEWORKER)
    with tenant_scope(district.tenant.id):
        saved = save_table(by=maker, title="식품", question=BY_DONG, n_months=1, chart="hbar", at=NOW, mail="monthly")
        assert (list(list_saved(other)), list(list_saved(maker))) == ([], [saved])
        with pytest.raises(NotAllowed):
            drop_saved(by=other, public_id=saved.public_id, at=NOW)
        change_saved(by=maker, public_id=saved.public_id, title="식품", note="", is_shared=True, mail="monthly", at=NOW)
        assert list(list_saved(other)) == [saved]
    assert mail_saved_tables(tenant=district.tenant, month=OCTOBER, now=NOW) == 1
    assert mail_saved_tables(tenant=district.tenant, month=OCTOBER, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_of_one_moment_whatever_is_committed_meanwhile(district, django_db_setup):
    person = district.person()
    district.gift(person)
    tenant_id = district.tenant.id

    def give_more(word, share):
        """Another connection doubles the hand-outs while the tables are read one after another."""
        if word == "공적급여":  # grants is read before handouts
            with psycopg.connect(django_db_setup.app_url) as other:
                other.execute("SELECT set_config('duru.tenant', %s, true)", [str(tenant_id)])
                other.execute("UPDATE benefits_handout SET value_won = 99")

    made = district.keep(progress=give_more)
    with tenant_scope(tenant_id):
        assert Handout.objects.get().value_won == 99
        assert Snapshot.objects.get() == made
    rollup = answer(district)
    assert figures(district, rollup)[None] == ("1", "1", "10,000")
    assert not connection.in_atomic_block
