"""The words and programmes in force on a day, ready for a batch of rows."""

from dataclasses import dataclass, field
from datetime import date

from duru.blocks.benefits import rules
from duru.blocks.benefits.enums import Side
from duru.blocks.benefits.models import CategoryWord, Programme
from duru.blocks.benefits.operations.catalogue import ensure_catalogue
from duru.blocks.benefits.rules import ProgrammeInfo


@dataclass(frozen=True)
class Catalogue:
    """Words and programmes of the running tenant on one day; answers are remembered, files repeat their words."""

    items: dict[str, str]
    kinds: dict[str, str]
    campaigns: dict[str, str]
    programmes: dict[str, ProgrammeInfo]
    _known: dict[tuple, str] = field(default_factory=dict)

    def category_of(self, item: str, campaign: str) -> str:
        """Return the category of an item's text, else of its campaign's ("난방비" given as "현금 지원")."""
        key = ("category", item, campaign)
        if key not in self._known:
            found = rules.categorise(item, self.items)
            self._known[key] = rules.categorise(campaign, self.items) if found == "other" and campaign else found
        return self._known[key]

    def kind_of(self, item: str) -> str:
        """Return the kind that rules name (쌀, 김치, 푸드마켓), "" when no word fits."""
        key = ("kind", item)
        if key not in self._known:
            found = rules.categorise(item, self.kinds)
            self._known[key] = "" if found == "other" else found
        return self._known[key]

    def campaign_key(self, campaign: str, item: str, title: str, given_on: date) -> str:
        """Return the campaign's common name; the file's title is asked last, and only for words that are known."""
        key = ("campaign", campaign, item, title, given_on)
        if key not in self._known:
            found = rules.campaign_key(campaign, item, given_on, self.campaigns)
            self._known[key] = found or rules.campaign_key("", title, given_on, self.campaigns)
        return self._known[key]

    def programme_of(self, typed: str) -> ProgrammeInfo | None:
        """Return the catalogue's programme of a typed name, or None."""
        return rules.find_programme(typed, self.programmes)


def load_catalogue(on: date) -> Catalogue:
    """Read the words and programmes in force on a day; loads the shipped ones first when the tenant has none."""
    words = rules.in_force(CategoryWord.objects.all(), on)
    if not words:
        ensure_catalogue()
        words = rules.in_force(CategoryWord.objects.all(), on)
    by_purpose: dict[str, dict[str, str]] = {purpose: {} for purpose in CategoryWord.Purpose.values}
    for word in words:
        by_purpose[word.purpose][rules.squeeze(word.word)] = word.meaning
    programmes: dict[str, ProgrammeInfo] = {}
    for row in rules.in_force(Programme.objects.all(), on):
        info = ProgrammeInfo(row.name, row.category, row.per, row.pays_on)
        # Words of private resources are sorted by the word table: "쌀" on a list of grants is no public benefit.
        for spelling in (row.name, *row.aliases.split("|")) if row.side == Side.PUBLIC else ():
            if spelling:
                programmes[rules.squeeze(spelling)] = info
    return Catalogue(
        items=by_purpose["item"], kinds=by_purpose["kind"], campaigns=by_purpose["campaign"], programmes=programmes
    )
