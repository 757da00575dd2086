"""Reads of links. Upper floors reach persons only through these, or through `record__links` of their own rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from duru.blocks.access.api import Actor
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.enums import Band, RunState
from duru.blocks.linkage.errors import RecordNotLinked
from duru.blocks.linkage.models import HumanDecision, Link, LinkRun
from duru.blocks.linkage.rules import Reason, reasons_from_stored
from duru.blocks.linkage.rules.differences import Piece, field_differences
from duru.blocks.registry.api import Person, people_visible_to

FIELDS = (("name", "이름"), ("birth", "생년월일"), ("sex", "성별"), ("phone", "전화"), ("address", "주소"))


@dataclass(frozen=True)
class FieldLine:
    """One line of a comparison: both sides as typed, with what differs marked, the level in words and its bits."""

    field: str
    label: str
    left: list[Piece]
    right: list[Piece]
    words: str
    bits: float | None

    @property
    def tone(self) -> str:
        """'for', 'against' or 'silent'."""
        if self.bits is None or abs(self.bits) < 0.05:
            return "silent"
        return "for" if self.bits > 0 else "against"


@dataclass(frozen=True)
class Explanation:
    """Why a record stands where it stands.

    `person` is the person it is linked to, `rival` the other one it may be; `evidence` is the record that was compared (None for
    register rows, people's decisions and records that resemble nobody). `against_rival` says that the lines compare with the
    rival and not with the person. `compared` is the person the lines compare with: the person, the rival, or whoever the
    evidence stands with.
    """

    record: SourceRecord
    link: Link
    person: Person
    rival: Person | None
    compared: Person
    evidence: SourceRecord | None
    against_rival: bool
    lines: list[FieldLine]
    reasons: list[Reason]
    decisions: list[HumanDecision]


def persons_of_records(record_ids: Iterable[int]) -> dict[int, int]:
    """Return record id → person id of now; records not linked yet are left out. Bulk, one query."""
    return dict(Link.objects.filter(record_id__in=list(record_ids)).order_by().values_list("record_id", "person_id"))


def records_of_person(person_id: int) -> QuerySet[SourceRecord]:
    """Return the records linked to a person, oldest first, each with `.link_band` and `.link_probability`."""
    return records_of_persons([person_id])


def records_of_persons(person_ids: Iterable[int]) -> QuerySet[SourceRecord]:
    """Return the records linked to any of these persons, oldest first, each with `.link_person_id`, `.link_band`, `.link_probability`."""
    return (
        with_person(SourceRecord.objects.filter(links__person_id__in=list(person_ids)), record="id")
        .select_related("organisation")
        .order_by("first_seen_at", "id")
    )


def with_person(rows: QuerySet, *, record: str = "record_id") -> QuerySet:
    """Add the current person of each row: `.link_person_id`, `.link_band`, `.link_probability`; NULL where not linked yet.

    For any rows that point at a source record, so that no floor above joins links by hand.

    Args:
        record: Name of the column with the record's id.
    """
    link = Link.objects.filter(record_id=OuterRef(record))
    return rows.annotate(
        link_person_id=Subquery(link.values("person_id")[:1]),
        link_band=Subquery(link.values("band")[:1]),
        link_probability=Subquery(link.values("probability")[:1]),
    )


def link_rows() -> QuerySet:
    """Return every link as (record_id, person_id, band, probability), unordered: for set-based work in SQL."""
    return Link.objects.order_by().values_list("record_id", "person_id", "band", "probability")


def person_ids_of_agency(actor: Actor) -> QuerySet:
    """Return the ids of the persons an agency has records of."""
    return Link.objects.filter(record__organisation_id=actor.organisation_id).values("person_id")


def get_link(by: Actor, record_public_id: str) -> Link:
    """Return the link of a record.

    Raises:
        RecordNotLinked: there is none, or the actor may not know of its person.
    """
    link = (
        Link.objects.filter(record__public_id=record_public_id)
        .filter(person_id__in=people_visible_to(by).values("id"))
        .select_related("record__organisation", "person", "rival", "evidence__organisation")
        .first()
    )
    if link is None:
        raise RecordNotLinked("이어진 기록이 없습니다.")
    return link


def explain(record_id: int, *, by: Actor) -> Explanation:
    """Say why a record is linked as it is, field by field, both sides as typed.

    Raises:
        RecordNotLinked: as `get_link`.
    """
    public_id = SourceRecord.objects.filter(id=record_id).values_list("public_id", flat=True).first()
    return explain_link(get_link(by, public_id or ""), by=by)


def explain_link(link: Link, *, by: Actor) -> Explanation:
    """As `explain`, for a link already fetched and allowed. A rival or evidence that `by` may not know of is left out."""
    visible = people_visible_to(by)
    rival = link.rival if link.rival_id and visible.filter(id=link.rival_id).exists() else None
    evidence, against_rival, compared = link.evidence, False, link.person
    if evidence is not None:
        stands_with = Link.objects.filter(record_id=evidence.id).values_list("person_id", flat=True).first()
        against_rival = stands_with != link.person_id
        if against_rival:
            other = visible.filter(id=stands_with).first()
            evidence, against_rival, compared = (evidence, True, other) if other else (None, False, link.person)
    reasons = reasons_from_stored(shipped_model(), link.reasons) if evidence is not None else []
    by_field = {reason.field: reason for reason in reasons}
    lines = [_line(field, label, link.record, evidence, by_field.get(field)) for field, label in FIELDS]
    return Explanation(
        record=link.record,
        link=link,
        person=link.person,
        rival=rival,
        compared=compared,
        evidence=evidence,
        against_rival=against_rival,
        lines=lines,
        reasons=sorted(reasons, key=lambda reason: (-abs(reason.bits), reason.field)),
        decisions=list(HumanDecision.objects.filter(record_id=link.record_id).select_related("person").order_by("-id")),
    )


def _line(
    field: str, label: str, record: SourceRecord, evidence: SourceRecord | None, reason: Reason | None
) -> FieldLine:
    left_pieces, right_pieces = compare_field(field, record, evidence)
    words = reason.words if reason else ("" if evidence is None else "한쪽이 비어 있음")
    return FieldLine(field, label, left_pieces, right_pieces, words, reason.bits if reason else None)


# What was written otherwise may mean the same: then no letter of it is marked.
_MEANT = {"name": "name", "birth": "birth_on", "sex": "sex", "phone": "phone"}


def compare_field(field: str, left: SourceRecord, right: SourceRecord | None) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of a field of two records as typed, with what differs in them marked."""
    typed = f"{field}_typed"
    if right is None:
        return field_differences(field, getattr(left, typed), "")
    meant = getattr(left, _MEANT[field], None) if field in _MEANT else None
    is_same = bool(meant) and meant == getattr(right, _MEANT[field])
    return field_differences(field, getattr(left, typed), getattr(right, typed), is_same=is_same)


def last_run() -> LinkRun | None:
    """Return the run whose links are in force, None before the first."""
    return LinkRun.objects.filter(state=RunState.DONE).order_by("-id").first()


def count_links_by_band() -> dict[str, int]:
    """Count the links per band: {"certain": …, "review": …, "new": …, "human": …}; bands without links are 0."""
    counted = dict.fromkeys(Band.values, 0)
    for band in Band.values:
        counted[band] = Link.objects.filter(band=band).count()
    return counted
