"""The data set of early signs: 화장 예약, 장례식장, 시설 퇴소, 통장 확인, 우편 반송, 기관 제보. Registers and moves are `registry`'s."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from duru.blocks.exchange.api import CLEAN_DAY, Batch, CellContext, Dataset, Field, register_dataset
from duru.blocks.registry.api import LifeEvent
from duru.blocks.tenancy.api import bulk_insert
from duru.kernel.dates import parse_day
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.services.changes.enums import ChangeKind, SignSource
from duru.services.changes.models import Sign

_SOURCES = (
    ("화장", SignSource.CREMATION), ("봉안", SignSource.CREMATION), ("장례", SignSource.FUNERAL), ("퇴소", SignSource.FACILITY_LEFT),
    ("통장", SignSource.HEADMAN), ("반송", SignSource.MAIL_BACK), ("출입국", SignSource.BORDER), ("교정", SignSource.PRISON),
    ("병원", SignSource.HOSPITAL), ("방문", SignSource.VISIT), ("안부", SignSource.VISIT), ("제보", SignSource.AGENCY),
    ("기관", SignSource.AGENCY),
)  # fmt: skip
_KINDS = (
    ("사망", ChangeKind.DEATH), ("국외", ChangeKind.ABROAD), ("수감", ChangeKind.JAILED), ("수용", ChangeKind.JAILED),
    ("입소", ChangeKind.FACILITY), ("입원", ChangeKind.HOSPITAL), ("거주불명", ChangeKind.LOST), ("전출", ChangeKind.MOVE_OUT),
)  # fmt: skip
_LIFE_KINDS = {"move_out": ChangeKind.MOVE_OUT, "residence_unknown": ChangeKind.LOST}


def _source(typed: str, cell: CellContext) -> SignSource:
    return _first(_SOURCES, typed, "화장 예약, 장례식장, 시설 퇴소, 통장 확인, 우편 반송, 기관 제보", "source")


def _kind(typed: str, cell: CellContext) -> ChangeKind:
    return _first(_KINDS, typed, "사망, 전출, 국외체류, 수감, 입소, 입원, 거주불명", "kind")


def _first(words, typed: str, known: str, field: str):
    for word, found in words:
        if word in typed:
            return found
    raise Refused(f"‘{clean_text(typed)[:20]}’는 모르는 말입니다. {known} 중 하나로 적어 주세요.", field=field)


def _day(typed: str, cell: CellContext):
    return parse_day(typed, today=cell.today)


def _refuse(values: Mapping[str, Any]) -> str | None:
    return (
        None
        if values.get("happened_on") or values.get("told_on")
        else "일어난 날도 알린 날도 없습니다. 둘 중 하나를 적어 주세요."
    )


SIGNS = Dataset(
    key="signs",
    label="변동 단서",
    description="사망·전출 따위를 일찍 알리는 자료: 화장 예약, 장례식장, 시설 퇴소, 통장 확인, 우편 반송, 기관 제보",
    fields=(
        Field("source", "출처", ("단서", "알게된곳", "자료구분", "제보구분"), parse=_source, is_required=True),
        Field("kind", "변동구분", ("구분", "변동", "사유"), parse=_kind, hint="비우면 사망으로 봅니다."),
        Field("happened_on", "일어난 날", ("사망일", "이용일", "예약일", "퇴소일", "변동일"), parse=_day, clean=CLEAN_DAY),
        Field("told_on", "알린 날", ("접수일", "제보일", "등록일", "확인일"), parse=_day, clean=CLEAN_DAY),
    ),
    store=lambda batch: store_signs(batch),
    refuse=_refuse,
)  # fmt: skip


def register_datasets() -> None:
    """Make the data set known to intake; called when the app is ready."""
    register_dataset(SIGNS)


def store_signs(batch: Batch) -> None:
    """Put rows of a file into signs; they wait for linkage to say whom they speak of. Repeatable."""
    today = timezone.localdate(batch.uploaded_at)
    rows = []
    for row in batch.rows:
        told = row.values.get("told_on") or today
        happened = row.values.get("happened_on") or told
        kind = row.values.get("kind", ChangeKind.DEATH)
        rows.append((row.record_id, row.row_id, str(kind), str(row.values["source"]), happened, told))
    bulk_insert(
        Sign, ("record_id", "row_id", "kind", "source", "happened_on", "told_on"), rows,
        same={"person_ref": "", "is_confirming": False, "note": "", "told_by": ""}, unless_known=("tenant_id", "row_id"),
    )  # fmt: skip


def kind_of_event(event: LifeEvent) -> str | None:
    """Return which kind of change a life event of the register tells, None when it tells none."""
    return ChangeKind.DEATH if event.is_death else _LIFE_KINDS.get(event.kind)
