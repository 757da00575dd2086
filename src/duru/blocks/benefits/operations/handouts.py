"""One handout written at a door or taken back; whole files come in through `datasets`."""

from datetime import date
from decimal import Decimal

from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.enums import Funding
from duru.blocks.benefits.models import Handout
from duru.blocks.benefits.rules import per_of


def record_handout(
    *,
    record_id: int,
    organisation_id: int,
    item: str,
    given_on: date,
    category: str = "",
    quantity: Decimal | None = None,
    unit: str = "",
    value_won: int | None = None,
    campaign: str = "",
    per: str = "",
    funding: str = "",
    donor: str = "",
) -> int:
    """Put one thing given at a door into the ledger and return the id of its row; the caller checks who may and logs the deed.

    Category, kind and campaign come from the words in force as for a line of a file, the category only where none is given.
    """
    catalogue = load_catalogue(given_on)
    key = catalogue.campaign_key(campaign, item, "", given_on)
    return Handout.objects.create(
        record_id=record_id,
        organisation_id=organisation_id,
        category=category or catalogue.category_of(item, campaign),
        programme=catalogue.kind_of(item),
        item=item[:120],
        quantity=quantity,
        unit=unit[:20],
        value_won=value_won,
        given_on=given_on,
        campaign=campaign[:120],
        campaign_key=key,
        per=per or per_of("", campaign=key),
        funding=funding or Funding.UNKNOWN,
        donor=donor[:80],
    ).id


def take_back_handout(handout_id: int) -> bool:
    """Take a row out that does not count any more; its line stays where it was written. False when it is gone already.

    Only for rows typed on screen: those of a file go with their file.
    """
    return bool(Handout.objects.filter(id=handout_id, row_id__isnull=True).delete()[0])
