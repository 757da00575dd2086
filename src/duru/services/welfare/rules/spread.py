"""How evenly support is spread: Lorenz curve, Gini, the share of the top tenth."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """One distribution over persons: `lorenz` holds the shares of the total at 0, 10 … 100 % of persons, poorest served first."""

    n: int
    total: int
    gini: float
    top_tenth: float
    without: int
    lorenz: tuple[float, ...]


def measure(values: Sequence[int]) -> Spread:
    """Return the spread of non-negative values, one a person; nobody and nothing given count as perfectly even.

    Gini by the sorted sum, 0 (all the same) to 1 - 1/n (one has all). Source: Gini 1912; Lorenz 1905.

    Raises:
        ValueError: a value is negative.
    """
    ordered = sorted(values)
    if ordered and ordered[0] < 0:
        raise ValueError("a person cannot have received less than nothing")
    n, total = len(ordered), sum(ordered)
    if not total:
        return Spread(n, 0, 0.0, 0.0, n, tuple(step / 10 for step in range(11)))
    weighted = sum(rank * value for rank, value in enumerate(ordered, start=1))
    gini = 2 * weighted / (n * total) - (n + 1) / n
    # The last tenth of persons, the one on the border counted by its part.
    top = 1 - _share_of_lowest(ordered, total, 0.9)
    lorenz = tuple(round(_share_of_lowest(ordered, total, step / 10), 4) for step in range(11))
    return Spread(n, total, round(gini, 4), round(top, 4), sum(value == 0 for value in ordered), lorenz)


def _share_of_lowest(ordered: Sequence[int], total: int, part: float) -> float:
    border = len(ordered) * part
    whole = int(border)
    summed: float = sum(ordered[:whole])
    if whole < len(ordered):
        summed += (border - whole) * ordered[whole]
    return summed / total
