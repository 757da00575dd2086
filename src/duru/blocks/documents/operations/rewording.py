"""Words of letters edited by the administrator: always a new row from a day on, never a change of an old one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.enums import TextStatus
from duru.blocks.documents.errors import LetterRefused
from duru.blocks.documents.models import LegalText, LetterTemplate
from duru.blocks.documents.permissions import MANAGE
from duru.blocks.documents.rules.merging import merge, merge_line

_SAMPLES: Mapping[str, Any] = {"list": ["가"], "day": "2026-01-01", "number": 1}


def reword_letter(
    template_id: int, *, title: str, body: str, needs_approval: bool, source: str, effective_from: date, by: Actor, at: datetime
) -> LetterTemplate:  # fmt: skip
    """Give a letter new words from a day on; the row there was ends that day. What it asks for and its sentences of law stay.

    Raises:
        NotAllowed: the actor may not manage words.
        LetterTemplate.DoesNotExist: there is none with this id.
        LetterRefused: the day is not after the row's first, no source, a mark that cannot be merged, or a sentence of law is left out.
    """
    check_may(by, MANAGE)
    with transaction.atomic():
        old = LetterTemplate.objects.select_for_update().get(id=template_id)
        _check_span(old, effective_from, source)
        # A sentence of law may not be lost: it is looked for by a word nobody writes.
        marks = {code: f"⟦{code}⟧" for code in old.legal_texts}
        values = {each["name"]: _SAMPLES.get(each.get("type", "text"), "가") for each in old.fields}
        values |= {"law": marks, "to": {"name": "가", "title": "", "address": ""}, "on": "2026-01-01"}
        merge_line(title, values)
        had, has = (_words(each, values) for each in (old.body, body))
        if lost := [code for code, mark in marks.items() if mark in had and mark not in has]:
            labels = dict(LegalText.objects.filter(code__in=lost).values_list("code", "label"))
            words = ", ".join(f"{labels.get(code, code)} {{{{ law.{code} }}}}" for code in lost)
            raise LetterRefused(f"법령 문구가 빠졌습니다: {words}")
        LetterTemplate.objects.filter(id=old.id).update(effective_until=effective_from)
        new = LetterTemplate.objects.create(
            kind=old.kind, variant=old.variant, form=old.form, title=title.strip(), body=body, fields=old.fields,
            legal_texts=old.legal_texts, needs_approval=needs_approval, source=source.strip()[:200], effective_from=effective_from,
        )  # fmt: skip
        record_deed(
            actor=by.audit, action="편지 틀 바꿈", detail={"kind": old.kind, "variant": old.variant, "from": effective_from.isoformat()}, at=at
        )  # fmt: skip
    return new


def reword_law(
    text_id: int, *, sentence: str, law: str, article: str, days: int | None, status: str, source: str, effective_from: date,
    by: Actor, at: datetime,
) -> LegalText:  # fmt: skip
    """Give a sentence of law new words from a day on, as when the law is amended; the row there was ends that day.

    Raises:
        NotAllowed: the actor may not manage words.
        LegalText.DoesNotExist: there is none with this id.
        LetterRefused: the day is not after the row's first, sentence, law, article or source are missing, or it names a term and gives none.
    """
    check_may(by, MANAGE)
    with transaction.atomic():
        old = LegalText.objects.select_for_update().get(id=text_id)
        _check_span(old, effective_from, source)
        if not sentence.strip() or not law.strip() or not article.strip():
            raise LetterRefused("문구와 법령과 조문을 적어 주세요.")
        if ("{days}" in sentence) != (days is not None):
            raise LetterRefused("기간(일)은 문구에 {days}가 있을 때, 그때만 적습니다.")
        LegalText.objects.filter(id=old.id).update(effective_until=effective_from)
        new = LegalText.objects.create(
            code=old.code, label=old.label, sentence=sentence.strip(), law=law.strip(), article=article.strip(), days=days,
            source=source.strip()[:200], status=TextStatus(status), effective_from=effective_from,
        )  # fmt: skip
        record_deed(
            actor=by.audit,
            action="법령 문구 바꿈",
            detail={"code": old.code, "from": effective_from.isoformat()},
            at=at,
        )
    return new


def _words(body: str, values: Mapping[str, Any]) -> str:
    return " ".join(word for block in merge(body, values) for word in (block.get("text", ""), *block.get("cells", [])))


def _check_span(old: LetterTemplate | LegalText, effective_from: date, source: str) -> None:
    if old.effective_until is not None:
        raise LetterRefused("이미 끝난 문구입니다. 지금 시행 중인 것을 바꿔 주세요.")
    if effective_from <= old.effective_from:
        raise LetterRefused("시행일은 지금 문구의 시행일보다 뒤여야 합니다.")
    if not source.strip():
        raise LetterRefused("출처(법령 개정, 지침)를 적어 주세요.")
