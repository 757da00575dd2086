"""The catalogue: shipped once, imported whole or not at all, shown to whom it concerns."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role, actor_of, add_member, add_organisation, system_actor
from duru.blocks.benefits.api import CatalogueRefused, ensure_catalogue, find_catalogue_row, import_catalogue
from duru.blocks.benefits.models import Programme, ProgrammeAmount
from duru.blocks.benefits.queries import amounts_on
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HEAD = "name,side,provider,kind,aliases,category,unit,cycle,campaign,value_won,funding,pays_on,basis,source,status,effective_from,effective_until\n"
LINE = "연말 꾸러미,private,해오름교회,,,food,household,campaign,연말,30000,donation,,협약,협의체 2026,confirmed,2026-01-01,\n"


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


def member(role, **columns):
    machine = system_actor()
    office = add_organisation(by=machine, name=f"기관 {role}", kind=OrganisationKind.GU_OFFICE, **columns)
    return actor_of(add_member(by=machine, email=f"{role}@duru.example", name="김두루", organisation=office, role=role))


def test_what_ships_is_loaded_once_and_an_edit_stays(scope):
    assert ensure_catalogue() > 0
    Programme.objects.filter(name="쌀").update(value_won=50_000)
    assert ensure_catalogue() == 0
    assert Programme.objects.get(name="쌀").value_won == 50_000
    assert set(Programme.objects.values_list("side", flat=True)) == {"public", "private"}


def test_amounts_hold_on_their_days(scope):
    ensure_catalogue()

    def pension(on):
        return [row.amount_won for row in amounts_on(on) if row.programme == "기초연금"]

    assert (pension(date(2025, 12, 31)), pension(date(2026, 1, 1))) == ([342_510], [349_700])


def test_an_import_adds_then_changes_then_leaves_alone(scope):
    first = import_catalogue(by=system_actor(), text="\ufeff" + HEAD + LINE, at=NOW)
    again = import_catalogue(by=system_actor(), text=HEAD + LINE, at=NOW)
    other = import_catalogue(by=system_actor(), text=HEAD + LINE.replace("30000", "45000"), at=NOW)
    assert [(done.added, done.changed, done.same) for done in (first, again, other)] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]
    row = find_catalogue_row("연말 꾸러미", on=TODAY)
    assert (row.value_won, row.per) == (45_000, "household")
    assert find_catalogue_row("연말 꾸러미", on=date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    "text",
    [
        "이름,분류\n쌀,식품\n",
        HEAD + LINE.replace("food", "bread"),
        HEAD + LINE.replace("2026-01-01", "올해"),
        HEAD + LINE + LINE,
        HEAD + LINE.replace("2026-01-01,", "2026-01-01,2025-01-01"),
        HEAD + LINE.replace(",협약", ""),
        HEAD + LINE.replace("30000", "-5"),
    ],
    ids=["columns", "category", "day", "twice", "span", "cells", "negative"],
)
def test_a_file_with_one_bad_line_changes_nothing(scope, text):
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(by=system_actor(), text=text, at=NOW)
    assert refused.value.problems
    assert not Programme.objects.filter(name="연말 꾸러미").exists()


def test_amounts_are_imported_by_their_own_columns(scope):
    text = "programme,label,amount_won,cycle,source,status,effective_from,effective_until\n기초연금,부부가구,559520,monthly,고시,confirmed,2026-01-01,2027-01-01\n"
    import_catalogue(by=system_actor(), text=text, at=NOW)
    assert ProgrammeAmount.objects.get(label="부부가구").amount_won == 559_520


def test_who_sees_and_who_imports(tenant):
    with tenant_scope(tenant.id):
        ensure_catalogue()
        lead, worker = member(Role.WELFARE_LEAD, is_public=True), member(Role.AGENCY_WORKER)
    page = client_of(worker).get(reverse("benefits:catalogue")).content.decode()
    assert "김장 김치" in page or "가사간병" in page
    assert client_of(worker).get(reverse("benefits:import")).status_code == 403
    client = client_of(lead)
    bad = client.post(reverse("benefits:import"), {"file": SimpleUploadedFile("목록.csv", "이름\n".encode("cp949"))})
    assert "넣지 않았습니다" in bad.content.decode()
    good = client.post(
        reverse("benefits:import"), {"file": SimpleUploadedFile("목록.csv", (HEAD + LINE).encode("cp949"))}
    )
    assert good.status_code == 302
