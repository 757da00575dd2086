"""Keep the order of the review queue: what an answer is worth changes with every run and every check."""

from duru.blocks.linkage.hinges import refresh_worth
from duru.blocks.linkage.queries import reviewable


def refresh_review_worth() -> int:
    """Weigh every link somebody has to look at anew; returns how many changed. Repeatable, in the caller's scope.

    Floors above call it when what they conclude from links has changed. Some ten thousand links a large 구, a second or two.
    """
    return refresh_worth(reviewable())
