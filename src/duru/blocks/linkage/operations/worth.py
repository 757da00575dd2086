"""Keep the order of the review queue: what an answer is worth changes with every run and every check."""

from django.db.models import QuerySet

from duru.blocks.linkage.hinges import worth_expression
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.queries import reviewable


def refresh_review_worth(links: QuerySet[Link] | None = None) -> int:
    """Weigh every link somebody has to look at anew; returns how many changed. Repeatable, in the caller's scope.

    Floors above call it when what they conclude from links has changed. Some ten thousand links a large 구, a second or two.

    Args:
        links: Only these.
    """
    asked = reviewable() if links is None else links
    return asked.order_by().exclude(worth=worth_expression()).update(worth=worth_expression())
