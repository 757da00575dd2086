"""Decide who receives which public benefit (공적급여), with rough amounts of 2026.

Amounts: 생계급여 32 % and 주거급여 of 기준중위소득 2026 (보건복지부 고시, one person 2,564,238원), 기초연금 기준연금액 2026 about
349,700원, 장애인연금 부가급여, 한부모가족 아동양육비, 긴급복지 생계지원: rounded, meant for a demo, not for a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from duru.demo import circumstances as c
from duru.demo.people import CHILD, HEAD, INSTITUTION, RESIDENT, SPOUSE, People, days


@dataclass(frozen=True)
class Programme:
    """One public benefit: its name, 내용 category, payday, paying office, and whether it belongs to the household.

    `pays_on` 0 is the 구's own benefit whose payday the district puts `DAYS_TO_PAYDAY` days ahead: see `payday`.
    """

    name: str
    category: str
    pays_on: int
    office: str
    per: str = "개인"


PROGRAMMES = (
    Programme("생계급여", "living_cash", 20, "living", "가구"), Programme("의료급여", "medical", 20, "living", "가구"),
    Programme("주거급여", "housing", 20, "living", "가구"), Programme("교육급여", "education", 20, "living"),
    Programme("기초연금", "living_cash", 25, "elder"), Programme("장애인연금 기초급여", "living_cash", 20, "elder"),
    Programme("장애수당", "living_cash", 20, "elder"), Programme("차상위 본인부담경감", "medical", 20, "living"),
    Programme("한부모가족 아동양육비", "care", 20, "living"), Programme("긴급복지 생계지원", "living_cash", 15, "living", "가구"),
    Programme("에너지바우처", "fuel", 1, "living", "가구"), Programme("연탄쿠폰", "fuel", 1, "living", "가구"),
    Programme("노인맞춤돌봄서비스", "care", 1, "elder"), Programme("노인장기요양(재가)", "care", 1, "elder"),
    Programme("장애인활동지원", "care", 1, "elder"), Programme("장애인연금 부가급여", "living_cash", 20, "elder"),
    Programme("긴급복지 주거지원", "housing", 15, "living", "가구"), Programme("긴급복지 의료지원", "medical", 15, "living", "가구"),
    Programme("등유바우처", "fuel", 1, "living", "가구"), Programme("장수수당", "living_cash", 0, "elder"),
)  # fmt: skip
(LIVING, MEDICAL, HOUSING, EDUCATION, PENSION, DISABLED_PENSION, DISABLED_AID, RELIEF, CHILD_AID, EMERGENCY, ENERGY, COAL,
 ELDER_CARE, LONG_CARE, ASSISTANCE, DISABLED_EXTRA, EMERGENCY_RENT, EMERGENCY_CURE, KEROSENE, LONGEVITY) = range(len(PROGRAMMES))  # fmt: skip

# Pairs that one person (or household) must not hold at the same time.
FORBIDDEN_PAIRS: tuple[tuple[int, int, str], ...] = (
    (PENSION, DISABLED_PENSION, "장애인연금법 제6조"), (LIVING, EMERGENCY, "긴급복지지원법 제3조제2항"),
    (HOUSING, EMERGENCY_RENT, "긴급복지지원법 제3조제2항"), (MEDICAL, EMERGENCY_CURE, "긴급복지지원법 제3조제2항"),
    (ENERGY, COAL, "에너지바우처 지침"), (ENERGY, KEROSENE, "에너지바우처 지침"),
    (ELDER_CARE, LONG_CARE, "노인맞춤돌봄서비스 지침"), (ASSISTANCE, LONG_CARE, "장애인활동지원법 제5조"),
    (MEDICAL, RELIEF, "차상위 본인부담경감 지침"),
)  # fmt: skip
DAYS_TO_PAYDAY = 3
_LIVING_MAX = (820_560, 1_343_770, 1_714_890, 2_078_320, 2_418_150, 2_738_000)
_RENT_MAX = (369_000, 414_000, 492_000, 571_000, 591_000, 699_000)


@dataclass
class Grants:
    """All benefit rows; one entry per person and programme."""

    person: np.ndarray
    programme: np.ndarray
    won: np.ndarray  # per month
    from_on: np.ndarray
    until_on: np.ndarray  # exclusive, -1 open
    leaked: np.ndarray  # still running although the person is gone

    def __len__(self) -> int:
        return len(self.person)


def payday(programme: int, as_of: date) -> int:
    """Return the day of the month on which a benefit is paid, in a district made for `as_of`."""
    return PROGRAMMES[programme].pays_on or (as_of + timedelta(days=DAYS_TO_PAYDAY)).day


def draw_grants(people: People, facts: c.Circumstances, seed: int, as_of: date) -> Grants:
    """Draw everybody's public benefits, a few of them forbidden doubles, a few paid after death or move."""
    rng = np.random.default_rng([seed, 7])
    age, n, need = people.age(as_of), len(people), facts.need
    today = days(as_of)
    poor = (facts.household_poverty == 2)[people.household] & (people.role != RESIDENT)
    near = (facts.household_poverty == 1)[people.household]
    head = people.role == HEAD
    size = np.minimum(people.size[people.household], 6) - 1
    # 장수수당 is given by the stories alone.
    dice = rng.random((LONGEVITY, n))
    living = head & poor & (dice[LIVING] < 0.62)
    medical = head & poor & (dice[MEDICAL] < 0.7)
    pension = (age >= 65) & (dice[PENSION] < np.where(poor | near, 0.88, 0.46))
    severe = (need & c.SEVERE) > 0
    mild = (need & c.DISABLED) > 0
    disabled_pension = severe & (age >= 18) & (poor | near | (dice[DISABLED_PENSION] < 0.3))
    disabled_pension &= ~pension | (dice[DISABLED_PENSION] < 0.05)
    alone = (need & c.ALONE) > 0
    frail = (need & (c.DEMENTIA | c.BEDRIDDEN)) > 0
    long_care = (age >= 65) & frail & (dice[LONG_CARE] < 0.33)
    elder_care = (
        alone & (dice[ELDER_CARE] < np.where(poor | near, 0.35, 0.07)) & (~long_care | (dice[LONG_CARE] < 0.08))
    )
    in_home = (people.household_type == INSTITUTION)[people.household]
    rows = (
        (LIVING, living), (MEDICAL, medical), (HOUSING, head & poor & (dice[HOUSING] < 0.82)),
        (EDUCATION, (people.role == CHILD) & poor & (age >= 7) & (age < 19)), (PENSION, pension),
        (DISABLED_PENSION, disabled_pension), (DISABLED_AID, mild & (poor | near) & (age >= 18)),
        (RELIEF, head & ((near & (dice[RELIEF] < 0.6)) | (medical & (dice[RELIEF] < 0.004)))),
        (CHILD_AID, ((need & c.LONE_PARENT) > 0) & (poor | near | (dice[CHILD_AID] < 0.25))),
        (EMERGENCY, head & ~in_home & (dice[EMERGENCY] < np.where(living, 0.012, 0.0025))),
        (ENERGY, head & living & (dice[ENERGY] < 0.7)), (COAL, head & poor & (dice[COAL] < 0.035)), (ELDER_CARE, elder_care),
        (LONG_CARE, long_care & ~in_home),
        # Who turns 65 keeps 활동지원 until 장기요양 is decided; a few then hold both.
        (ASSISTANCE, severe & (age > 6) & (dice[ASSISTANCE] < np.where(age < 65, 0.3, np.where(long_care, 0.05, 0.02)))),
        (DISABLED_EXTRA, severe & (age >= 18) & poor), (EMERGENCY_RENT, head & ~in_home & (dice[EMERGENCY_RENT] < 0.0008)),
        (EMERGENCY_CURE, head & ~in_home & (dice[EMERGENCY_CURE] < np.where(medical, 0.006, 0.0012))),
        (KEROSENE, head & poor & (dice[KEROSENE] < 0.03)),
    )  # fmt: skip
    person = np.concatenate([np.flatnonzero(mask & people.registered) for _, mask in rows])
    programme = np.concatenate([np.full(int((mask & people.registered).sum()), key) for key, mask in rows])
    won = _amounts(person, programme, size[person], people, rng)
    from_on, until_on = _spans(programme, today, rng)
    until_on, leaked, keep = _end_with_event(person, programme, from_on, until_on, facts, today, rng)
    order = np.lexsort((programme[keep], person[keep]))
    pick = keep[order]
    return Grants(person[pick], programme[pick], won[pick], from_on[pick], until_on[pick], leaked[pick])


def _amounts(person: np.ndarray, programme: np.ndarray, size: np.ndarray, people: People,
             rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    n = len(person)
    cut = rng.beta(5, 1.6, n)
    spouse = people.role[person] == SPOUSE
    won = np.select(
        [programme == key for key in range(LONGEVITY)],
        [
            np.array(_LIVING_MAX)[size] * cut,
            np.full(n, 0),
            np.array(_RENT_MAX)[size] * np.clip(cut + 0.15, 0, 1),
            rng.choice([41_830, 58_250, 71_660], n),
            np.where(spouse, 279_760, 349_700) * np.where(cut > 0.5, 1, 0.5),
            np.full(n, 349_700),
            np.full(n, 60_000),
            np.full(n, 0),
            np.full(n, 230_000),
            np.array([783_000, 1_282_600, 1_638_700, 1_994_600, 2_327_100, 2_646_800])[size],
            np.array([24_600, 33_960, 44_300, 58_450, 58_450, 58_450])[size],
            np.full(n, 45_500),
            np.full(n, 0),
            rng.choice([1_208_900, 1_455_800, 1_657_700], n) * 0.6,
            rng.integers(60, 240, n) * 17_270,
            rng.choice([30_000, 90_000], n),
            np.array([398_900, 398_900, 662_500, 662_500, 875_700, 875_700])[size],
            np.full(n, 3_000_000),
            np.full(n, 31_000),
        ],
    )
    return np.asarray((won / 10).astype(np.int64) * 10)


def _spans(programme: np.ndarray, today: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    n = len(programme)
    from_on = today - rng.integers(40, 2600, n)
    short = np.isin(programme, (EMERGENCY, EMERGENCY_RENT, EMERGENCY_CURE))
    from_on[short] = today - rng.integers(20, 330, int(short.sum()))
    until_on = np.full(n, -1)
    until_on[short] = from_on[short] + np.where(programme[short] == EMERGENCY, 90, 30)
    season = np.isin(programme, (ENERGY, COAL, KEROSENE))
    from_on[season] = today - rng.integers(20, 50, int(season.sum()))
    until_on[season] = today + 160
    return from_on, until_on


def _end_with_event(person: np.ndarray, programme: np.ndarray, from_on: np.ndarray, until_on: np.ndarray,
                    facts: c.Circumstances, today: int, rng: np.random.Generator
                    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Stop a benefit after the month of death or move, except for the share nobody has noticed."""
    gone = facts.gone_on[person]
    is_gone = gone >= 0
    unheard = is_gone & (facts.reported_on[person] < 0)
    slow = rng.random(len(person)) < np.where(today - gone < 60, 0.35, 0.08)
    leaked = is_gone & (unheard | slow) & ((until_on < 0) | (until_on > today))
    month_end = (gone.astype("datetime64[D]").astype("datetime64[M]") + 1).astype("datetime64[D]").astype(np.int64)
    ended = is_gone & ~leaked & (from_on < gone)
    until_on = np.where(ended, np.where(until_on < 0, month_end, np.minimum(until_on, month_end)), until_on)
    keep = np.flatnonzero(~is_gone | leaked & (from_on < gone) | ended)
    return until_on, leaked, keep
