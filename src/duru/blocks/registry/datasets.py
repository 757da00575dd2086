"""The two data sets of the register: 주민 명단 and 변동 명단 (사망·말소·전출·전입·세대분리). Stored inside intake's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from duru.blocks.access.api import OrganisationKind, get_organisation
from duru.blocks.exchange.api import CLEAN_DAY, Batch, CellContext, Dataset, Field, register_dataset
from duru.blocks.registry.models import LifeEvent
from duru.blocks.registry.rules import find_event_kind, find_reason_words, read_event, read_protection
from duru.blocks.tenancy.api import arriving, bulk_insert
from duru.kernel.dates import parse_day
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.kernel.ids import new_public_id

_RESIDENT = {
    "source_no": "varchar(40)", "record_id": "bigint", "is_protected": "boolean", "from_on": "date", "public_id": "text"
}  # fmt: skip
REGISTER_OFFICES = frozenset({OrganisationKind.GU_OFFICE, OrganisationKind.DONG_OFFICE})


@dataclass(frozen=True, slots=True)
class EventDay:
    """The day of an event, and the kind that the column's own name says (사망일, 전출일자), or ""."""

    on: date
    kind: str = ""


def _day(typed: str, cell: CellContext) -> date:
    return parse_day(typed, today=cell.today)


def _event_day(typed: str, cell: CellContext) -> EventDay:
    return EventDay(parse_day(typed, today=cell.today), find_event_kind(cell.header) or "")


def _kind(typed: str, cell: CellContext) -> str:
    kind = find_event_kind(typed)
    if kind is None:
        raise Refused(
            f"‘{clean_text(typed)[:20]}’는 모르는 변동 구분입니다. 사망, 말소, 거주불명, 전출, 전입, 세대분리, 출생 중 하나로 적어 주세요.",
            field="kind",
        )
    return kind


def _reason(typed: str, cell: CellContext) -> str:
    text = clean_text(typed)
    # Remarks may say anything, also about health: of a 비고 only the words that bear on the event are kept.
    return " ".join(find_reason_words(text)) if "비고" in cell.header else text[:60]


def _refuse_event(values: Mapping[str, Any]) -> str | None:
    day = values.get("on")
    reported = values.get("reported_on")
    if day is None and reported is None:
        return "변동일도 신고일도 없습니다. 둘 중 하나를 적어 주세요."
    if not values.get("kind") and not (day and day.kind):
        return "무슨 변동인지 알 수 없습니다. '변동구분' 열에 사망, 전출 등을 적어 주세요."
    return None


RESIDENTS = Dataset(
    key="residents",
    label="주민 명단",
    description="주민등록 명단: 세대번호, 성명, 생년월일, 성별, 주소, 전화, 비공개 표시",
    is_register=True,
    fields=(
        Field(
            "is_protected",
            "비공개 표시",
            (
                "비공개",
                "비공개대상",
                "비공개여부",
                "열람제한",
                "교부제한",
                "열람교부제한",
                "등초본열람제한",
                "보호대상",
            ),
            parse=lambda typed, cell: read_protection(typed),
            hint="열람·교부 제한(주민등록법 §29⑥) 대상이면 Y. 알 수 없는 글은 비공개로 봅니다.",
        ),
        Field("from_on", "전입일", ("전입일자", "전입신고일"), parse=_day, clean=CLEAN_DAY),
    ),
    store=lambda batch: store_residents(batch),
)

LIFE_EVENTS = Dataset(
    key="life_events",
    label="사망·전출입 명단",
    description="변동 명단: 사망, 말소, 거주불명, 전출, 전입, 세대분리",
    fields=(
        Field(
            "kind",
            "변동구분",
            ("구분", "변동", "변동사항", "변동종류", "이동구분", "신고구분", "변동유형"),
            parse=_kind,
            clean=r"사망|말소|거주불명|전출|전입|세대분리|출생",
            looks_like=r"사망|말소|거주불명(?: ?등록)?|전출|전입|세대분리|출생",
            hint="사망, 말소, 거주불명, 전출, 전입, 세대분리, 출생",
        ),
        Field(
            "on",
            "변동일",
            (
                "일자",
                "변동일자",
                "변동일시",
                "사망일",
                "사망일자",
                "사망일시",
                "말소일",
                "말소일자",
                "전출일",
                "전출일자",
                "전입일",
                "전입일자",
            ),
            parse=_event_day,
            hint="사망일, 전출일 등 일이 일어난 날",
        ),
        Field("reason", "사유", ("변동사유", "말소사유", "이동사유", "사유및근거", "비고"), parse=_reason),
        Field(
            "reported_on",
            "신고일",
            ("신고일자", "신고접수일", "접수일", "통보일", "처리일"),
            parse=_day,
            clean=CLEAN_DAY,
        ),
    ),  # fmt: skip
    store=lambda batch: store_life_events(batch),
    refuse=_refuse_event,
)


def register_datasets() -> None:
    """Make both known to intake; called when the app is ready."""
    register_dataset(RESIDENTS)
    register_dataset(LIFE_EVENTS)


def store_residents(batch: Batch) -> None:
    """Put rows of a 주민 명단 into households. A row without 세대번호 makes a household of its own.

    Repeatable. A protection once told stays until a named person ends it: next month's list may lack the column.
    """
    if not batch.rows:
        return
    as_of = timezone.localtime(batch.uploaded_at).date()
    numbers = [row.person.household_no[:40] or f"record:{row.record_id}" for row in batch.rows]
    teller = {number: at for at, number in enumerate(numbers)}  # of several members the last says where the 세대 lives
    rows = (
        (
            number,
            row.record_id,
            bool(row.values.get("is_protected")),
            row.values.get("from_on") or as_of,
            new_public_id() if teller[number] == at else None,
        )
        for at, (number, row) in enumerate(zip(numbers, batch.rows, strict=True))
    )
    with arriving("resident", _RESIDENT, rows), connection.cursor() as cursor:
        # Sorted, so that two intakes at once take the rows' locks in one order.
        cursor.execute(
            "INSERT INTO registry_household (public_id, source_no, building_id, unit, dong_code) "
            "SELECT n.public_id, n.source_no, r.building_id, left(r.unit, 40), r.dong_code "
            "FROM resident n JOIN exchange_sourcerecord r ON r.id = n.record_id "
            "WHERE n.public_id IS NOT NULL ORDER BY n.source_no "
            "ON CONFLICT (tenant_id, source_no) DO UPDATE SET building_id = excluded.building_id, unit = excluded.unit, "
            "dong_code = excluded.dong_code WHERE (registry_household.building_id, registry_household.unit) "
            "IS DISTINCT FROM (excluded.building_id, excluded.unit)"
        )
        cursor.execute(
            "INSERT INTO registry_householdmember (household_id, record_id, is_protected, from_on) "
            "SELECT h.id, n.record_id, bool_or(n.is_protected), max(n.from_on) "
            "FROM resident n JOIN registry_household h USING (source_no) "
            "GROUP BY h.id, n.record_id ORDER BY h.id, n.record_id "
            "ON CONFLICT (tenant_id, household_id, record_id) DO UPDATE SET "
            "is_protected = registry_householdmember.is_protected OR excluded.is_protected, "
            "from_on = greatest(registry_householdmember.from_on, excluded.from_on)"
        )
        # A person already linked is hidden at once, not at the next linking.
        cursor.execute(
            "UPDATE registry_person p SET is_protected = true FROM registry_householdmember m JOIN resident n USING (record_id) "
            "WHERE n.is_protected AND m.person_id = p.id AND m.is_protected AND NOT p.is_protected"
        )


def store_life_events(batch: Batch) -> None:
    """Put rows of a 변동 명단 into life events. Repeatable; whether a death is confirmed is `rules.read_event`'s."""
    if not batch.rows:
        return
    office = get_organisation(batch.organisation_id)
    rows = []
    for row in batch.rows:
        day, reported = row.values.get("on"), row.values.get("reported_on")
        reason = row.values.get("reason", "")
        meaning = read_event(
            row.values.get("kind") or day.kind,
            reason,
            is_register_office=office.kind in REGISTER_OFFICES,
            is_reported=reported is not None,
        )
        happened = day.on if day else reported
        rows.append(
            (new_public_id(), meaning.kind, happened, meaning.state, reason, meaning.is_death, row.record_id, reported)
        )
    bulk_insert(
        LifeEvent,
        ("public_id", "kind", "on", "state", "reason", "is_death", "record_id", "reported_on"),
        rows,
        same={"created_at": timezone.now()},
        unless_known=("tenant_id", "record_id", "kind", "on"),
    )
