"""The hospitals' file of discharges, as one data set of exchange."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from duru.blocks.exchange.api import CLEAN_DAY, Batch, CellContext, Dataset, Field
from duru.blocks.tenancy.api import bulk_insert
from duru.kernel.dates import parse_day
from duru.kernel.ids import new_public_id
from duru.services.care.enums import NoticeState
from duru.services.care.models import DischargeDiagnosis, DischargeNotice

DISCHARGES = "discharges"
_COLUMNS = (
    "public_id", "organisation_id", "record_id", "row_id", "discharged_on", "consented_on", "needs", "due_on", "state",
    "closed_reason", "notified_at",
)  # fmt: skip


def _day(typed: str, cell: CellContext) -> date:
    return parse_day(typed, today=cell.today)


def store_discharges(batch: Batch) -> None:
    """Put a batch of notices into the table; a repeated row changes nothing."""
    from duru.services.care.operations.together import deadline_on  # leaf: operations need this module's key

    arrived_on = timezone.localdate(batch.uploaded_at)
    rows = [
        (
            new_public_id(), batch.organisation_id, row.record_id, row.row_id, row.values["discharged_on"],
            row.values["consented_on"], row.values["needs"][:300],
            deadline_on("discharge_contact", event_on=max(row.values["discharged_on"], arrived_on)),
            NoticeState.WAITING, "", batch.uploaded_at,
        )
        for row in batch.rows
    ]  # fmt: skip
    bulk_insert(DischargeNotice, _COLUMNS, rows, unless_known=("tenant_id", "row_id"))
    told = {row.row_id: row.values["diagnosis"][:500] for row in batch.rows if row.values.get("diagnosis")}
    known = DischargeNotice.objects.filter(row_id__in=told, diagnoses=None).values_list("id", "row_id")
    DischargeDiagnosis.objects.bulk_create(DischargeDiagnosis(notice_id=id_, text=told[row]) for id_, row in known)


DATASET = Dataset(
    key=DISCHARGES,
    label="퇴원 통보 명단",
    description="병원이 환자의 동의를 받아 알리는 퇴원 명단: 퇴원일, 동의일, 집에서 필요한 돌봄",
    fields=(
        Field("discharged_on", "퇴원일", ("퇴원일자", "퇴원예정일"), is_required=True, parse=_day, clean=CLEAN_DAY),
        Field(
            "consented_on", "동의일", ("동의일자", "환자동의일", "정보제공동의일"), is_required=True, parse=_day, clean=CLEAN_DAY,
            hint="환자가 구에 알리는 데 동의한 날. 없는 줄은 받지 않습니다.",
        ),
        Field("needs", "필요한 돌봄", ("돌봄 필요", "필요서비스", "의뢰내용"), is_required=True, takes_any_text=True),
        Field(
            "diagnosis", "진단·투약", ("진단명", "주상병", "투약"), takes_any_text=True,
            hint="보건소만 봅니다. 복지 쪽에는 보이지 않습니다.",
        ),
    ),
    store=store_discharges,
)  # fmt: skip
