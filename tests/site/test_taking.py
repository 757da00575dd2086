"""Files of several agencies, taken by several processes at once."""

from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime

import pytest

from duru.blocks.access.api import Organisation, OrganisationKind, system_actor
from duru.blocks.benefits.models import Handout
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.site.taking import Delivery, take_deliveries

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
HEADER = "성명,생년월일,전화번호,품목,제공일"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def children(monkeypatch, database_environ, tmp_path):
    """Let the processes that are started work on the test's database."""
    for name, value in database_environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    return monkeypatch


@pytest.fixture
def here():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def agencies(here):
    with tenant_scope(here.id):
        names = ("해오름복지관", "샛별교회")
        return [Organisation.objects.create(name=name, kind=OrganisationKind.OTHER).id for name in names]


def write(path, rows: int, *, header: str = HEADER, letter: str = "가"):
    lines = [
        f"김{letter}{chr(0xAC00 + n)},1955-03-{n % 28 + 1:02d},010-1234-{n:04d},쌀 10kg,2026-03-05" for n in range(rows)
    ]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def deliveries(agencies, tmp_path):
    centre, church = agencies
    return [
        Delivery(write(tmp_path / "복지관.csv", 30), centre, "handouts"),
        Delivery(write(tmp_path / "이상한_명단.csv", 5, header="가,나,다,라,마"), church, "handouts"),
        Delivery(write(tmp_path / "교회.csv", 20, letter="나"), church, "handouts"),
        Delivery(write(tmp_path / "복지관_다시.csv", 40), centre, "handouts"),
    ]


def take(here, deliveries, **how) -> list[str]:
    refusals = take_deliveries(
        tenant_id=here.id, deliveries=deliveries, by=system_actor("시험"), now=NOW, **how
    )  # fmt: skip
    return [refusal.path.name for refusal in refusals]


def ledger(here) -> tuple:
    with tenant_scope(here.id):
        records = SourceRecord.objects.order_by("organisation_id", "name").values_list("organisation_id", "name")
        return Handout.objects.count(), list(records)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_row_counts_once_and_a_file_nobody_understands_stops_no_other(here, deliveries, children, workers):
    assert take(here, deliveries, workers=workers) == ["이상한_명단.csv"]
    n, records = ledger(here)
    assert (n, len(records)) == (60, 60)  # 30 and 10 more of the centre, 20 of the church
    assert take(here, deliveries, workers=workers) == ["이상한_명단.csv"]
    assert ledger(here) == (n, records)


def test_progress_names_files_and_ends_with_all(here, deliveries, children):
    told = []
    take(here, deliveries, workers=2, progress=lambda name, share: told.append((name, share)))
    names, shares = zip(*told, strict=True)
    assert {"복지관_다시.csv", "교회.csv"} <= set(names)
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0


def test_no_files_are_no_work(here, children):
    assert take(here, [], workers=2) == []


def test_a_killed_process_stops_the_job_and_the_next_run_completes_it(here, deliveries, children):
    with children.context() as patched, pytest.raises(BrokenProcessPool):
        patched.setenv("DURU_FAULT", "exchange.after_records")
        take(here, deliveries, workers=2)
    assert take(here, deliveries, workers=2) == ["이상한_명단.csv"]
    n, records = ledger(here)
    assert (n, len(records), len(set(records))) == (60, 60, 60)
