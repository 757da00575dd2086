"""One need written down by somebody; whole lists come in through `datasets`."""

from datetime import date

from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.models import Need


def record_need(*, record_id: int, organisation_id: int, kind: str, since_on: date) -> int:
    """Put one known need of a record's person into the ledger and return the id of its row; the same one again changes nothing.

    The caller checks who may and logs the deed. Its category comes from the words in force that day.
    """
    need, _ = Need.objects.get_or_create(
        record_id=record_id, kind=kind[:40], since_on=since_on, row_id=None,
        defaults={"organisation_id": organisation_id, "category": load_catalogue(since_on).category_of(kind, "")},
    )  # fmt: skip
    return need.id
