"""Samples of accuracy: drawn by a named person, answered without the machine's verdict."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Cast, Concat

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.linkage.enums import Answer
from duru.blocks.linkage.errors import ChangedMeanwhile
from duru.blocks.linkage.models import AccuracyItem, AccuracySample, Link, ReviewAnswer
from duru.blocks.linkage.operations.worth import refresh_review_worth
from duru.blocks.linkage.permissions import DECIDE, DRAW_SAMPLE
from duru.blocks.linkage.queries import agencies_now, last_run, pairs_of_links, strata_now
from duru.blocks.linkage.rules import allocate
from duru.blocks.registry.api import Person, person_ref
from duru.kernel.errors import Refused

SAMPLE_SIZES = (100, 200, 400)


@transaction.atomic
def draw_sample(*, n: int, by: Actor, now: datetime, seed: int | None = None) -> AccuracySample:
    """Draw about `n` pairs at random in strata of the machine's probability; from now on this sample is the published one.

    The order of chance is md5(seed, record): the same seed draws the same records out of the same links. Answers to an older
    sample stay with it. A pass over all links per stratum.

    Raises:
        NotAllowed: `by` may not draw.
        Refused: the tenant has no links yet.
    """
    check_may(by, DRAW_SAMPLE)
    strata, run = strata_now(), last_run()
    if not strata or run is None:
        raise Refused(
            "이은 기록이 아직 없어 표본을 뽑을 수 없습니다. 먼저 자료를 받고 사람 잇기를 실행하세요.", field="n"
        )
    seed = int(now.timestamp() * 1000) if seed is None else seed
    sizes = allocate([each["n_records"] for each in strata], [each["expected_same"] for each in strata], n=n)
    drawn: list[Link] = []
    for stratum, size in zip(strata, sizes, strict=True):
        stratum["n_drawn"] = size
        drawn += _shuffled(seed).filter(stratum=stratum["key"])[:size]
    sample = AccuracySample.objects.create(
        drawn_at=now, by_ref=by.ref, by_name=by.name, model_name=run.model_name, seed=seed, strata=strata,
        agencies=agencies_now(),
    )  # fmt: skip
    candidates = _candidates(drawn)
    # Mixed over the strata: whoever answers must not learn from the order what the machine thinks.
    AccuracyItem.objects.bulk_create(
        AccuracyItem(
            sample=sample, record_id=link.record_id, person_ref=candidates[link.record_id], evidence_id=link.evidence_id,
            stratum=link.stratum, is_linked=link.is_linked, probability=min(1.0, max(0.0, link.same)), position=position,
        )
        for position, link in enumerate(sorted(drawn, key=lambda link: link.chance), 1)
    )  # fmt: skip
    record_deed(
        actor=by.audit, action="정확도 표본 뽑기", detail={"sample": sample.public_id, "n": len(drawn), "seed": seed}
    )
    return sample


@transaction.atomic
def answer_item(
    item_id: int, *, answer: str, by: Actor, now: datetime, unsure_reason: str = "", note: str = ""
) -> ReviewAnswer:
    """Take a blind answer: it is measured and changes no link; where it contradicts the link, the record comes into the queue.

    Raises:
        NotAllowed: `by` may not decide.
        ChangedMeanwhile: somebody else has answered meanwhile.
        Refused: not same, other or unsure with its reason.
    """
    check_may(by, DECIDE)
    item = AccuracyItem.objects.select_for_update(of=("self",)).select_related("record").get(id=item_id)
    if item.answer:
        raise ChangedMeanwhile(f"그 사이에 {item.by_name} 님이 이 표본에 답했습니다.", field="seen")
    if answer not in (Answer.SAME, Answer.OTHER, Answer.UNSURE) or (answer == Answer.UNSURE) != bool(unsure_reason):
        raise Refused("같은 사람, 다른 사람, 모르겠음(까닭) 가운데 하나를 골라 주세요.", field="answer")
    item.answer, item.by_ref, item.by_name, item.answered_at = answer, by.ref, by.name, now
    item.save(update_fields=["answer", "by_ref", "by_name", "answered_at"])
    # Where the answer contradicts the link, the record enters the queue, and there it needs its place.
    refresh_review_worth(Link.objects.filter(record_id=item.record_id))
    record_deed(
        actor=by.audit,
        action="정확도 표본에 답하기",
        purpose=note.strip()[:200],
        subjects=[person_ref(item.person_ref), f"record:{item.record.public_id}"],
        detail={"answer": answer},
    )
    return ReviewAnswer.objects.create(
        record_id=item.record_id, person_ref=item.person_ref, answer=answer, unsure_reason=unsure_reason,
        note=note.strip()[:200], is_blind=True, by_ref=by.ref, by_name=by.name, at=now, before={"item": item.id},
    )  # fmt: skip


def clear_item(item_id: int) -> None:
    """Let a blind answer be asked again: its giver took it back."""
    AccuracyItem.objects.filter(id=item_id).update(answer="", by_ref="", by_name="", answered_at=None)


def _shuffled(seed: int):
    text = Concat(Value(f"{seed}:"), Cast("record_id", CharField()), output_field=CharField())
    return (
        pairs_of_links()
        .annotate(chance=Func(text, function="md5", output_field=CharField()))
        .order_by("chance", F("id"))
    )


def _candidates(drawn: list[Link]) -> dict[int, str]:
    """Return record → public id of the person it is compared with: its own, or the one its evidence stands with."""
    evidence = {link.evidence_id for link in drawn if not link.is_linked}
    stands_with = dict(Link.objects.filter(record_id__in=evidence).order_by().values_list("record_id", "person_id"))
    person_of = {
        link.record_id: link.person_id if link.is_linked else stands_with.get(link.evidence_id, link.person_id)
        for link in drawn
    }
    refs = dict(Person.objects.filter(id__in=set(person_of.values())).values_list("id", "public_id"))
    return {record_id: refs[person_id] for record_id, person_id in person_of.items()}
