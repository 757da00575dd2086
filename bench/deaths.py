"""A 말소 file of 1,000 among 300,000 people: taken in, linked, every affected benefit found, marked and given to somebody. 시험자료.

Measured from the file on disk to matters with effects and an officer, in a copy of the kept ledger: intake, `update_links`,
`apply_life_events`, `gather_changes`. Half the people hold five benefits. Then the demo's early signs (모의: delays made up in
`duru.site.demo.changes`) over the same deaths: days until each source told, and won that early signs would have saved.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import ledger
from bench.figures import Figure

N_DEATHS = 1_000
SIZES = {"small": (300_000, 20_000), "full": (300_000, 20_000)}
PROGRAMMES = (("기초연금", 349_700, 25), ("생계급여", 820_560, 20), ("장애인연금 부가급여", 90_000, 20), ("장수수당", 30_000, 25), ("주거급여", 369_000, 20))  # fmt: skip
SHARE = 2  # every second person holds all of them


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure on a copy of the kept ledger."""
    n_register, n_records = SIZES[size]
    with _copied_cluster(n_register, n_records) as filled, TemporaryDirectory() as folder:
        _give_benefits(filled.tenant_id)
        rows = _deaths(filled.tenant_id)
        path = Path(folder) / "말소.csv"
        _write(path, rows)
        seconds, cpu, spans = _mark(filled.tenant_id, path)
        n_changes, n_effects, n_assigned = _count(filled.tenant_id)
        days, saved, n_signs = _early(filled.tenant_id, rows)
    missing = abs(n_changes - N_DEATHS)
    return [
        Figure("deaths.mark_s", seconds, "s", "-", None, "<=60"),
        Figure("deaths.missed", missing, "건", "-", None, "<=10"),
        *(
            Figure(f"deaths.detect_days.{source}", value, "일", "시험자료(모의)", None, ">=0")
            for source, value in sorted(days.items())
        ),
        Figure("deaths.won_saved", saved, "원", "시험자료(모의)", None, ">=1"),
    ], [
        f"주민 {n_register:,}명, 말소 {N_DEATHS:,}건: 변동 {n_changes:,}건, 걸린 것 {n_effects:,}건, 담당 정함 {n_assigned:,}건; 이 공정의 CPU {cpu:.1f}초",
        f"단계(초): {spans}",
        f"이른 단서 {n_signs:,}건은 지어낸 것이라 걸린 날과 줄인 금액은 시험자료의 값입니다.",
    ]


@contextmanager
def _copied_cluster(n_register: int, n_records: int) -> Iterator[ledger.Ledger]:
    """Like `ledger.copied_cluster`, in a folder that the database's own user may enter."""
    kept = ledger._folder_of(n_register, n_records, (*ledger._FILLED_BY, *ledger._LINKED_BY))
    folder = Path(tempfile.mkdtemp(prefix="bench-deaths-", dir=ledger.SCRATCH))
    try:
        folder.chmod(0o755)
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept / "home"), str(folder / "home")], check=True)
        with ledger.fresh_cluster(folder / "home"):
            yield ledger._read_kept(kept)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_benefits(tenant_id: int) -> None:
    from django.db import connection

    from duru.blocks.access.api import Organisation, Role, add_member, system_actor
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant_id), connection.cursor() as cursor:
        office = Organisation.objects.get(kind="gu_office")
        add_member(
            by=system_actor(), email="lead@duru.example", name="담당", organisation=office, role=Role.WELFARE_LEAD,
            department="복지정책과", password="duru-duru-duru",
        )  # fmt: skip
        for programme, won, pays_on in PROGRAMMES:
            cursor.execute(
                "INSERT INTO benefits_grant (record_id, organisation_id, programme, programme_typed, category, per, amount_won, "
                "from_on, state, pays_on) SELECT id, organisation_id, %s, '', 'living_cash', 'person', %s, '2020-01-01', 'active', %s "
                "FROM exchange_sourcerecord WHERE is_register AND id %% %s = 0",
                [programme, won, pays_on, SHARE],
            )
        cursor.execute("ANALYZE benefits_grant")


def _deaths(tenant_id: int) -> list[tuple]:
    from duru.blocks.exchange.api import SourceRecord
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant_id):
        found = SourceRecord.objects.filter(is_register=True, birth_on__isnull=False).order_by("id")
        columns = ("name_typed", "birth_typed", "sex_typed", "address_typed", "phone_typed")
        rows = list(found.values_list(*columns)[: N_DEATHS * 41 : 41])
    return [
        (*row, ledger.TODAY - timedelta(days=20 + n % 60), ledger.TODAY - timedelta(days=n % 15))
        for n, row in enumerate(rows)
    ]


def _write(path: Path, rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["변동구분", "성명", "생년월일", "성별", "도로명주소", "전화번호", "변동일", "신고일", "말소사유"]
        )
        for name, birth, sex, address, phone, on, reported in rows:
            writer.writerow(["말소", name, birth, sex, address, phone, on.isoformat(), reported.isoformat(), "사망"])


def _mark(tenant_id: int, path: Path) -> tuple[float, float, str]:
    from duru.blocks.access.api import Organisation, system_actor
    from duru.blocks.exchange.api import take_file
    from duru.blocks.linkage.api import update_links
    from duru.blocks.registry.api import apply_life_events
    from duru.blocks.tenancy.api import tenant_scope
    from duru.services.changes.api import gather_changes

    with tenant_scope(tenant_id):
        office_id = Organisation.objects.get(kind="gu_office").id
    marks = [("받기", time.monotonic())]
    cpu = time.process_time()
    take_file(
        tenant_id=tenant_id, path=path, organisation_id=office_id, dataset="life_events", by=system_actor(), now=ledger.NOW
    )  # fmt: skip
    marks.append(("사람 잇기", time.monotonic()))
    update_links(tenant_id=tenant_id, now=ledger.NOW)
    marks.append(("상태", time.monotonic()))
    with tenant_scope(tenant_id):
        apply_life_events()
    marks.append(("변동", time.monotonic()))
    gather_changes(tenant_id=tenant_id, now=ledger.NOW)
    end = time.monotonic()
    ends = [at for _, at in marks[1:]] + [end]
    spans = ", ".join(f"{word} {after - at:.2f}" for (word, at), after in zip(marks, ends, strict=True))
    return end - marks[0][1], time.process_time() - cpu, spans


def _count(tenant_id: int) -> tuple[int, int, int]:
    from duru.blocks.tenancy.api import tenant_scope
    from duru.services.changes.api import Change, Effect

    with tenant_scope(tenant_id):
        changes = Change.objects.filter(kind="death", state="confirmed")
        return changes.count(), Effect.objects.count(), changes.filter(officer__isnull=False).count()


def _early(tenant_id: int, rows: list[tuple]) -> tuple[dict[str, float], int, int]:
    from duru.blocks.tenancy.api import tenant_scope
    from duru.services.changes.api import Sign, gather_changes, leak_ledger
    from duru.site.demo.changes import early_signs

    today: date = ledger.TODAY
    with tenant_scope(tenant_id):
        early_signs(today)
    gather_changes(tenant_id=tenant_id, now=ledger.NOW)
    with tenant_scope(tenant_id):
        found = leak_ledger(since=today - timedelta(days=365), as_of=today)
        return (
            {each.source: float(each.median_days) for each in found.sources},
            found.saved_won,
            Sign.objects.count() - len(rows),
        )
