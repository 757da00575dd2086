"""Asked ∩ consented ∩ allowed by law."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from duru.blocks.consent.enums import Refusal
from duru.blocks.consent.rules.lawful import LawfulItem


@dataclass(frozen=True, slots=True)
class Effective:
    """What may enter an answer about one person, and why the rest may not (item → `Refusal`)."""

    items: frozenset[str]
    refused: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.items)


def decide(
    asked: Collection[str],
    *,
    consented: Collection[str],
    lawful: Mapping[str, LawfulItem],
    is_protected: bool,
) -> Effective:
    """Return the items that are asked for, lawful for this asker, and agreed to where the law wants consent.

    Args:
        consented: items of the consents that hold for this asker's class, purpose and day.
        is_protected: 비공개 대상 (주민등록법 §29⑥) and the asker is no named officer: nothing enters.

    Source: 개인정보보호법 §17①, §18①.
    """
    refused: dict[str, str] = {}
    for item in asked:
        row = lawful.get(item)
        if is_protected:
            refused[item] = Refusal.PROTECTED
        elif row is None:
            refused[item] = Refusal.NOT_LAWFUL
        elif row.needs_consent and item not in consented:
            refused[item] = Refusal.NO_CONSENT
    return Effective(frozenset(asked) - refused.keys(), refused)
