"""Sixth step of a run: how evenly private support is spread over those whose need is known."""

from datetime import date

from duru.services.welfare.operations.gather import fetch
from duru.services.welfare.rules.spread import Spread, measure


def measure_spread(*, as_of: date, since: date) -> dict:
    """Return the spread by won and by times over living persons with a known need, from wf_need, wf_fact and wf_person.

    Counted are hand-outs of agencies and the 구 that began after `since`; what is paid by law is not for anybody to spread.
    Hand-outs without a value count 0 won and one time: `{"won": {...}, "times": {...}, "n_unvalued": n}`.
    """
    rows = fetch(
        """
        SELECT coalesce(sum(f.won), 0)::bigint, count(f.fact)::int, count(f.fact) FILTER (WHERE f.won IS NULL)::int
        FROM (SELECT DISTINCT person FROM wf_need) n JOIN wf_person p USING (person)
        LEFT JOIN wf_fact f ON f.person = p.person AND f.side = 'private' AND f.from_on > %(since)s AND f.from_on <= %(as_of)s
        WHERE p.status IN ('living', 'suspected') GROUP BY p.person
        """,
        {"since": since, "as_of": as_of},
    )
    return {
        "won": plain_spread(measure([row[0] for row in rows])),
        "times": plain_spread(measure([row[1] for row in rows])),
        "n_unvalued": sum(row[2] for row in rows),
    }


def plain_spread(spread: Spread) -> dict:
    """Return a spread as it is kept with a run."""
    return {
        "n": spread.n, "total": spread.total, "gini": spread.gini, "top_tenth": spread.top_tenth,
        "top_percent": round(spread.top_tenth * 100, 1),
        "without": spread.without, "lorenz": list(spread.lorenz),
    }  # fmt: skip
