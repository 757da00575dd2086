"""Decide what a recorded item, programme or campaign is: pure functions over the dated words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duru.blocks.benefits.enums import Category, Funding, Per

# A campaign of the cold season that starts in autumn belongs to that autumn's year until summer.
_WINTER_CAMPAIGNS = frozenset({"김장", "연말", "월동"})
_SUMMER_STARTS = 7  # July


@dataclass(frozen=True, slots=True)
class ProgrammeInfo:
    """What the catalogue knows of one public benefit."""

    name: str
    category: str
    per: str
    pays_on: int | None


def squeeze(text: str) -> str:
    """Return a text without spaces and punctuation that lists write differently ("노인장기요양 (재가)")."""
    return "".join(character for character in text if character.isalnum() or character in "()").lower()


def categorise(text: str, words: Mapping[str, str]) -> str:
    """Return the category of an item's or need's text by the longest word in it, 기타 when none fits.

    Args:
        words: squeezed word → `Category` value, in force on the day of the benefit.
    """
    squeezed = squeeze(text)
    return _longest(squeezed, words) or Category.OTHER


def campaign_key(campaign: str, item: str, given_on: date, words: Mapping[str, str]) -> str:
    """Return the name under which all agencies' spellings of one campaign meet ("김장-2026"), or "".

    The campaign's own text is asked first, then the item ("김장김치" with an empty campaign column). A named campaign that
    no word knows keeps its own squeezed name and year. An item alone makes a campaign only when a word knows it.
    """
    kind = _longest(squeeze(campaign), words) or _longest(squeeze(item), words)
    if kind:
        return f"{kind}-{season_year(kind, given_on)}"
    own = "".join(character for character in squeeze(campaign) if not character.isdigit())
    return f"{own[:50]}-{given_on.year}" if len(own) >= 2 else ""


def season_year(kind: str, given_on: date) -> int:
    """Return the year a campaign belongs to: winter campaigns to the autumn they began, 설 handed out in December to the
    year it greets.
    """
    if kind in _WINTER_CAMPAIGNS:
        return given_on.year if given_on.month >= _SUMMER_STARTS else given_on.year - 1
    if kind == "설":
        return given_on.year + 1 if given_on.month >= 11 else given_on.year
    return given_on.year


def find_programme(typed: str, programmes: Mapping[str, ProgrammeInfo]) -> ProgrammeInfo | None:
    """Return the catalogue's programme for a typed name: exact spelling or alias, else None (the name stays as typed).

    Only whole names count: "주거급여 수선유지" must not silently become another benefit by half a word.

    Args:
        programmes: squeezed name or alias → programme.
    """
    squeezed = squeeze(typed)
    if found := programmes.get(squeezed):
        return found
    bare = squeezed.split("(")[0]
    return programmes.get(bare)


def per_of(typed: str, *, campaign: str) -> str:
    """Return whether a benefit serves a person or a household, from the typed word, else from the kind of giving.

    A yearly campaign (김장, 명절) serves the household unless the agency says otherwise; everything else the person.
    """
    squeezed = squeeze(typed)
    if any(word in squeezed for word in ("가구", "세대", "가정", "household")):
        return Per.HOUSEHOLD
    if any(word in squeezed for word in ("개인", "본인", "1인", "person")):
        return Per.PERSON
    return Per.HOUSEHOLD if campaign else Per.PERSON


_FUNDING_WORDS: tuple[tuple[str, str], ...] = (
    ("공동모금회", Funding.CHEST),
    ("사랑의열매", Funding.CHEST),
    ("지정기탁", Funding.CHEST),
    ("국비", Funding.NATIONAL),
    ("국고", Funding.NATIONAL),
    ("시비", Funding.PROVINCE),
    ("도비", Funding.PROVINCE),
    ("구비", Funding.DISTRICT),
    ("군비", Funding.DISTRICT),
    ("후원", Funding.DONATION),
    ("성금", Funding.DONATION),
    ("성품", Funding.DONATION),
    ("기부", Funding.DONATION),
    ("헌금", Funding.DONATION),
    ("자체", Funding.OWN),
    ("자부담", Funding.OWN),
)


def funding_of(typed: str) -> str:
    """Return the kind of money a list's word means; unknown words are 미상 and never guessed."""
    squeezed = squeeze(typed)
    return next((funding for word, funding in _FUNDING_WORDS if word in squeezed), Funding.UNKNOWN)


def in_force(rows: Iterable, on: date) -> list:
    """Return the rows whose half-open span [effective_from, effective_until) holds a day."""
    return [
        row for row in rows if row.effective_from <= on and (row.effective_until is None or on < row.effective_until)
    ]


def _longest(squeezed: str, words: Mapping[str, str]) -> str:
    best = max((word for word in words if word in squeezed), key=len, default="")
    return words[best] if best else ""
