"""The first row of a case: its receipt number, and the version of the process it keeps."""

import json
from datetime import datetime

from django.db import connection
from django.db.models import Max

from duru.blocks.casework.engine.plans import Plan
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Case, ProcessSpec, ReceiptCounter

_COLUMNS = tuple(
    each.attname for each in Case._meta.concrete_fields if each.attname not in ("id", "tenant_id", "spec_id", "dump")
)
_STORE = f"""
INSERT INTO casework_case (spec_id, {", ".join(_COLUMNS)})
SELECT s.id, {", ".join(f"r.{each}" for each in _COLUMNS)}
FROM casework_processspec s, json_populate_record(NULL::casework_case, $3::json) r WHERE s.kind = $1 AND s.digest = $2
ON CONFLICT (tenant_id, receipt_no) DO NOTHING RETURNING id, spec_id
""".encode()


def store_case(case: Case, plan: Plan, *, at: datetime) -> None:
    """Insert a new case with the stored version of its process; a file not seen before becomes the next version.

    Raises:
        CaseworkRefused: there is a case with this receipt number; also with one of our own, which another system may have
            given before.
    """
    if not (_insert(case, plan) or (_store_version(case.kind, plan, at) and _insert(case, plan))):
        raise CaseworkRefused(f"접수번호 {case.receipt_no}의 민원이 이미 있습니다.")


def _insert(case: Case, plan: Plan) -> bool:
    record = json.dumps({name: getattr(case, name) for name in _COLUMNS}, default=str)
    stored = connection.fetch_prepared(_STORE, [case.kind, plan.digest, record])
    for case_id, spec_id in stored:
        case.id, case.spec_id, case._state.adding, case._state.db = case_id, spec_id, False, "default"
    return bool(stored)


def _store_version(kind: str, plan: Plan, at: datetime) -> bool:
    """Store a version of a process unless it is; says whether it was new to this transaction."""
    stored = ProcessSpec.objects.filter(kind=kind)
    if stored.filter(digest=plan.digest).exists():
        return False
    with connection.cursor() as cursor:  # two first cases at once must not store two versions
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('casework spec'), hashtext(%s))", [kind])
    if not stored.filter(digest=plan.digest).exists():
        last = stored.aggregate(last=Max("version"))["last"] or 0
        ProcessSpec.objects.create(kind=kind, version=last + 1, digest=plan.digest, bpmn=plan.bpmn, stored_at=at)
    return True


_TAKE = """
UPDATE casework_receiptcounter SET last = last + 1 WHERE id = (
    SELECT id FROM casework_receiptcounter WHERE year = $1 ORDER BY last, slot LIMIT 1 FOR UPDATE {}
) RETURNING slot, last
"""
_TAKE_A_FREE_ONE, _TAKE_THE_NEXT = _TAKE.format("SKIP LOCKED").encode(), _TAKE.format("").encode()


def next_receipt_no(year: int) -> str:
    """Give the next receipt number of a year (2026-000123); it is free again when the transaction is undone."""
    taken = connection.fetch_prepared(_TAKE_A_FREE_ONE, [year])
    if not taken:  # the first of the year, or sixteen others are receiving at this moment
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO casework_receiptcounter (year, slot, last) SELECT %s, generate_series(0, %s), 0 "
                "ON CONFLICT (tenant_id, year, slot) DO NOTHING",
                [year, ReceiptCounter.SLOTS - 1],
            )
        taken = connection.fetch_prepared(_TAKE_THE_NEXT, [year])
    ((slot, n_given),) = taken
    return f"{year}-{(n_given - 1) * ReceiptCounter.SLOTS + slot + 1:06d}"
