"""What may enter an answer to one asker: one query for one person or for ten thousand, every refusal logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection

from duru.blocks.access.api import Actor, Organisation, OrganisationKind, get_organisation
from duru.blocks.audit.api import record_denial
from duru.blocks.consent.enums import Recipient
from duru.blocks.consent.rules import Asker, Effective, decide, lawful_items
from duru.blocks.registry.api import person_ref

SUBJECTS_A_LINE = 2_000
_RECIPIENTS = {
    OrganisationKind.GU_OFFICE: Recipient.DISTRICT,
    OrganisationKind.DONG_OFFICE: Recipient.DISTRICT,
    OrganisationKind.HEALTH_CENTRE: Recipient.HEALTH_CENTRE,
    OrganisationKind.WELFARE_CENTRE: Recipient.WELFARE_CENTRE,
    OrganisationKind.FOOD_BANK: Recipient.FOOD_BANK,
}
_NAMED = b"""SELECT FROM consent_sharingbody
WHERE organisation_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2) LIMIT 1"""
# The consent hangs on a record, and a doubtful link may name somebody else: what that person agreed to is not passed on.
_CONSENTED = b"""
    SELECT p.id, p.public_id, p.is_protected,
           coalesce(array_agg(DISTINCT item.key) FILTER (WHERE item.key IS NOT NULL), '{}')
    FROM registry_person p
    LEFT JOIN linkage_link l ON l.person_id = p.id AND l.band <> 'review'
    LEFT JOIN consent_consent c ON c.record_id = l.record_id AND c.purpose = $2 AND c.recipient = $3
        AND c.from_on <= $4 AND c.until_on > $4
        AND (c.withdrawn_at IS NULL OR (c.withdrawn_at AT TIME ZONE 'Asia/Seoul')::date > $4)
    LEFT JOIN LATERAL unnest(c.items) AS item (key) ON true
    WHERE p.id = ANY($1::bigint[])
    GROUP BY p.id
"""


def recipient_of(organisation: Organisation) -> Recipient:
    """Return the class of recipient that an agency belongs to; what is no public office and no 복지관·푸드뱅크 is 민간."""
    if organisation.kind in (OrganisationKind.GU_OFFICE, OrganisationKind.DONG_OFFICE) and not organisation.is_public:
        return Recipient.PRIVATE
    return _RECIPIENTS.get(OrganisationKind(organisation.kind), Recipient.PRIVATE)


def asker_of(actor: Actor, *, on: date) -> Asker:
    """Return what the law looks at in who asks: the class of the actor's agency, and whether it may hear of public benefits.

    Raises:
        ValueError: the machine asks. An answer is always for an agency: let the job act as who asked for it.
    """
    if actor.organisation_id is None:
        raise ValueError("the machine asks for nobody: hand in the actor for whom the answer is")
    named = connection.fetch_prepared(_NAMED, [actor.organisation_id, on])
    return Asker(recipient_of(get_organisation(actor.organisation_id)), is_sharing_body=bool(named))


def may_answer(*, actor: Actor, person_id: int, purpose: str, asked: Collection[str], on: date) -> Effective:
    """Say which classes of facts about one person may enter an answer to an actor's agency; refusals are logged.

    As `effective_items`, for one. An unknown person is as one who agreed to nothing.

    Raises:
        ValueError: the machine asks.
    """
    return effective_items(actor=actor, person_ids=[person_id], purpose=purpose, asked=asked, on=on)[person_id]


def effective_items(
    *, actor: Actor, person_ids: Iterable[int], purpose: str, asked: Collection[str], on: date
) -> dict[int, Effective]:
    """Return person id → what may enter the answer: asked ∩ consented ∩ allowed by law, on one Korean calendar day.

    It speaks of *other* agencies' facts only: an agency always has its own records. What `never_shown` names stays out
    besides, whatever this says. Counted are consents that hold on the day, for the class of the actor's agency and the
    purpose, hanging on a record that is linked to the person beyond doubt (never by a link of the band 확인 필요).
    비공개 대상 get nothing, except a named officer.

    One query for up to some 100,000 persons. Every refusal is in the log: one line for each set of reasons,
    with its persons, at most 2,000 a line. Safe to repeat; a request that is rolled back keeps the lines.

    Args:
        purpose: a `consent.Purpose`: what the asker wants it for.
        asked: `consent.Item` keys.

    Raises:
        ValueError: the machine asks.

    Source: 개인정보보호법 §17①②, §18①, §37; 사회보장급여법 영 §9③, §14⑥.
    """
    wanted = list(dict.fromkeys(person_ids))
    lawful = lawful_items(asker := asker_of(actor, on=on), purpose=purpose, on=on)
    answer = dict.fromkeys(wanted, decide(asked, consented=(), lawful=lawful, is_protected=False))
    refs: dict[int, str] = {}
    found = connection.fetch_prepared(_CONSENTED, [wanted, purpose, str(asker.recipient), on])
    for person_id, public_id, is_protected, consented in found:
        refs[person_id] = person_ref(public_id)
        hidden = is_protected and not actor.named_officer
        answer[person_id] = decide(asked, consented=consented, lawful=lawful, is_protected=hidden)
    _log_refusals(actor, purpose, {refs.get(key, ""): found for key, found in answer.items()})
    return answer


def _log_refusals(actor: Actor, purpose: str, answers: dict[str, Effective]) -> None:
    refused: dict[tuple, list[str]] = defaultdict(list)
    for ref, found in answers.items():
        if found.refused:
            refused[tuple(sorted(found.refused.items()))].append(
                ref
            )  # "" is nobody we know: the asking is logged all the same
    for reasons, subjects in refused.items():
        for start in range(0, len(subjects), SUBJECTS_A_LINE):
            record_denial(
                actor=actor.audit,
                action="동의·법 밖의 항목을 답에서 뺌",
                subjects=[ref for ref in subjects[start : start + SUBJECTS_A_LINE] if ref],
                detail={"asked_for": purpose, "refused": {item: str(reason) for item, reason in reasons}},
            )
