"""Sixth step of a run: how evenly private support is spread over those whose need is known."""

from datetime import date, timedelta

from duru.services.welfare.operations.gather import fetch
from duru.services.welfare.rules.spread import Spread, follow_turns, measure

SEASON_DAYS = 90


def measure_spread(*, as_of: date, since: date) -> dict:
    """Return the spread by won and by times over living persons with a known need, from wf_need, wf_fact and wf_person.

    Counted are hand-outs of agencies and the 구 that began after `since`; what is paid by law is not for anybody to spread.
    Hand-outs without a value count 0 won and one time. `after` is the last season's hand-outs given anew, each to whom
    least had come so far: `{"won": {...}, "times": {...}, "after_won": …, "after_times": …, "n_unvalued": n}`.
    """
    season = as_of - timedelta(days=SEASON_DAYS)
    rows = fetch(
        """
        SELECT coalesce(sum(f.won) FILTER (WHERE f.from_on <= %(season)s), 0)::bigint,
               coalesce(sum(f.won), 0)::bigint, count(f.fact) FILTER (WHERE f.from_on <= %(season)s)::int, count(f.fact)::int,
               count(f.fact) FILTER (WHERE f.won IS NULL)::int
        FROM (SELECT DISTINCT person FROM wf_need) n JOIN wf_person p USING (person)
        LEFT JOIN wf_fact f ON f.person = p.person AND f.side = 'private' AND f.from_on > %(since)s AND f.from_on <= %(as_of)s
        WHERE p.status IN ('living', 'suspected') GROUP BY p.person
        """,
        {"season": season, "since": since, "as_of": as_of},
    )
    gifts = fetch(
        """
        SELECT coalesce(f.won, 0)::bigint FROM wf_fact f JOIN wf_person p USING (person)
        WHERE f.side = 'private' AND f.from_on > %(season)s AND f.from_on <= %(as_of)s AND p.status IN ('living', 'suspected')
        AND EXISTS (SELECT FROM wf_need n WHERE n.person = f.person)
        """,
        {"season": season, "as_of": as_of},
    )
    won = [value for (value,) in gifts]
    return {
        "won": _plain(measure([row[1] for row in rows])),
        "times": _plain(measure([row[3] for row in rows])),
        "after_won": _plain(measure(follow_turns([row[0] for row in rows], won))),
        "after_times": _plain(measure(follow_turns([row[2] for row in rows], [1] * len(won)))),
        "n_unvalued": sum(row[4] for row in rows),
        "season_days": SEASON_DAYS,
    }


def _plain(spread: Spread) -> dict:
    return {
        "n": spread.n, "total": spread.total, "gini": spread.gini, "top_tenth": spread.top_tenth,
        "top_percent": round(spread.top_tenth * 100, 1),
        "without": spread.without, "lorenz": list(spread.lorenz),
    }  # fmt: skip
