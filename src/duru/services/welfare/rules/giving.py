"""Decide what the counter answers before something is given: one gift against all that is known and may be told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duru.services.welfare.enums import Light, Verdict
from duru.services.welfare.rules.facts import PUBLIC, Fact, Rule
from duru.services.welfare.rules.verdicts import STRENGTH, Finding, judge, judge_count

LIGHT_OF = {
    Verdict.PROHIBITED: Light.STOP,
    Verdict.RESTRICTED: Light.STOP,
    Verdict.CAUTION: Light.SIMILAR,
    Verdict.INFO: Light.CLEAR,
    Verdict.ALLOWED: Light.CLEAR,
}

# What an agency reads; each sentence is the same for everybody of that light.
SENTENCES = {
    Light.CLEAR: "동의한 범위에서 비슷한 것을 받은 기록이 없습니다.",
    Light.SIMILAR: "다른 곳에서 비슷한 것을 받았습니다.",
    Light.STOP: "다른 곳에서 비슷한 것을 받았습니다.",
    Light.UNKNOWN: "확인 불가, 구청 문의",
}
WHAT_TO_DO = {
    Light.CLEAR: "드리고 제공 기록을 남깁니다.",
    Light.SIMILAR: "다음 차례로 미루거나, 꼭 필요하면 사유를 고르고 드립니다.",
    Light.STOP: "드리지 말고 구청에 문의합니다.",
    Light.UNKNOWN: "드릴지는 우리 기관의 기록과 기준으로 정합니다. 동의서를 받으면 다음부터 확인할 수 있습니다.",
}

# Somebody ended it by name (변동 관리): no rule of the table, but counted in the report like one.
STOP_CODE = "종료 결정"
ENDED_TO_DO = {
    True: "드리지 말고 변동 관리에서 먼저 확인합니다. 종료한 것은 담당자의 새 결정으로만 다시 시작됩니다.",
    False: "드리지 말고 동 복지팀에 물어 주세요.",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule says about the gift, and the benefit it meets; None for a counting rule, which speaks of several."""

    finding: Finding
    other: Fact | None


@dataclass(frozen=True, slots=True, order=True)
class Similar:
    """All that an agency learns of others' records: the category and the month, nothing of who gave what how often."""

    month: date
    category: str


def judge_gift(gift: Fact, known: Iterable[Fact], rules: Sequence[Rule], *, on: date) -> list[Hit]:
    """Return what the rules say about a gift meant to be given beside what is known, hardest first; 허용 says nothing.

    `known` are the benefits of the person and of those who live with them. The strongest rule counts for each of them.
    """
    possible = [rule for rule in rules if rule.is_in_force(on) and (rule.left.fits(gift) or rule.right.fits(gift))]
    known = list(known)
    hits = [Hit(found, each) for each in known if (found := judge(gift, each, possible, on=on))]
    if counted := judge_count(gift, known, possible, on=on):
        hits.append(Hit(counted, None))
    hits = [hit for hit in hits if hit.finding.verdict != Verdict.ALLOWED]
    return sorted(hits, key=lambda hit: (STRENGTH.index(hit.finding.verdict), hit.finding.code, _newest(hit)))


def light_of(hits: Iterable[Hit]) -> Light:
    """Return the light of the hardest hit, green when there is none."""
    lights = {LIGHT_OF[hit.finding.verdict] for hit in hits}
    return next((light for light in (Light.STOP, Light.SIMILAR) if light in lights), Light.CLEAR)


def similar_of(hits: Iterable[Hit], may_tell: Callable[[Fact], bool] = lambda fact: True) -> list[Similar]:
    """Return category and month of what made the light amber or red, newest first, each once.

    Counting rules name no benefit and give no line: how often somebody was served is no agency's to know.
    """
    told = {
        Similar(hit.other.from_on.replace(day=1), hit.other.category)
        for hit in hits
        if hit.other is not None and LIGHT_OF[hit.finding.verdict] != Light.CLEAR and may_tell(hit.other)
    }
    return sorted(told, reverse=True)


def item_of(fact: Fact, *, is_district: bool) -> str:
    """Return the class of facts, as consents name it, to which a benefit belongs.

    Source: 개인정보보호법 §17②3 (a consent names its items); 사회보장급여법 영 §9③, §14⑥ for public benefits.
    """
    if fact.side == PUBLIC:
        return "public_grants"
    return "district_gifts" if is_district else "private_handouts"


def _newest(hit: Hit) -> timedelta:
    return date.max - hit.other.from_on if hit.other else timedelta()
