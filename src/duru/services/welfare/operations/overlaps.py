"""Second step of a run: pairs, verdicts and groups, all in SQL.

The sides of a rule are decided by the same `Side.fits` that the spec tests run, once for every two kinds of benefit
(a few hundred); the database then looks for pairs of one person or household inside a rule's window, keeps the strongest
rule of each pair, drops 허용, and joins pairs that touch in time into one group.
"""

from datetime import date

from django.db import connection

from duru.services.welfare.enums import Same, Unit, Verdict
from duru.services.welfare.operations.gather import fetch, run
from duru.services.welfare.rules import STRENGTH, Fact, Rule

# The windows of `rules.verdicts._in_window`, as SQL over facts a and b; a test compares the two.
_WINDOW = """
CASE r.win
  WHEN 'same_period' THEN a.from_on < b.until_on AND b.from_on < a.until_on
  WHEN 'service_period' THEN a.until_on > a.from_on + 1 AND b.until_on > b.from_on + 1
                             AND a.from_on < b.until_on AND b.from_on < a.until_on
  WHEN 'same_campaign' THEN a.campaign <> '' AND a.campaign = b.campaign
  WHEN 'same_month' THEN date_trunc('month', a.from_on) = date_trunc('month', b.from_on)
  WHEN 'within_days' THEN abs(a.from_on - b.from_on) < r.days
  WHEN 'since_end' THEN CASE
    WHEN a.from_on <= b.from_on THEN isfinite(a.until_on) AND b.from_on - nullif(a.until_on, 'infinity') BETWEEN 1 AND r.days - 1
    ELSE isfinite(b.until_on) AND a.from_on - nullif(b.until_on, 'infinity') BETWEEN 1 AND r.days - 1 END
END
"""
_PROVIDER = """
CASE r.provider WHEN 'different' THEN a.organisation <> b.organisation
                WHEN 'same' THEN a.organisation = b.organisation ELSE true END
"""


def find_overlaps(rules: list[tuple[int, Rule]], *, as_of: date) -> None:
    """Fill wf_group (one row an overlap, the columns of `Overlap`) and wf_item (its benefits) from wf_fact."""
    _load_rules(rules)
    _pair()
    _count(as_of)
    _group(as_of)
    _describe(as_of)


def _load_rules(rules: list[tuple[int, Rule]]) -> None:
    """Write the rules, numbered by strength, and which two kinds of benefit each speaks about."""
    ranked = sorted(rules, key=lambda each: (STRENGTH.index(Verdict(each[1].verdict)), each[1].code))
    run(
        "CREATE TEMP TABLE wf_rule (rule smallint PRIMARY KEY, rule_id bigint, code text, unit text, provider text, "
        "win text, days int, same text, verdict text, counts text, most int) ON COMMIT DROP"
    )
    run("CREATE TEMP TABLE wf_rule_sig (sig_a int, sig_b int, rule smallint) ON COMMIT DROP")
    run("CREATE TEMP TABLE wf_counter_sig (sig int, rule smallint) ON COMMIT DROP")
    if not ranked:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO wf_rule VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    n,
                    rule_id,
                    rule.code,
                    rule.unit,
                    rule.provider,
                    rule.window,
                    rule.days,
                    rule.same,
                    rule.verdict,
                    rule.counts,
                    rule.most,
                )
                for n, (rule_id, rule) in enumerate(ranked)
            ],
        )
    kinds = [
        (sig, Fact("", "", "", side, category, date.min, None, programme=programme))
        for sig, side, programme, category in fetch("SELECT sig, side, programme, category FROM wf_sig ORDER BY sig")
    ]
    pairs: set[tuple[int, int, int]] = set()
    for n, (_, rule) in enumerate(ranked):
        if rule.counts:
            counted = [(sig, n) for sig, kind in kinds if rule.left.fits(kind)]
            if counted:
                run("INSERT INTO wf_counter_sig SELECT * FROM unnest(%s::int[], %s::smallint[])", _columns(counted))
            continue
        left = [(sig, kind) for sig, kind in kinds if rule.left.fits(kind)]
        right = [(sig, kind) for sig, kind in kinds if rule.right.fits(kind)]
        for sig_a, a in left:
            for sig_b, b in right:
                if _same(rule.same, a, b):
                    pairs |= {(sig_a, sig_b, n), (sig_b, sig_a, n)}
    if pairs:
        run(
            "INSERT INTO wf_rule_sig SELECT * FROM unnest(%s::int[], %s::int[], %s::smallint[])",
            _columns(sorted(pairs)),
        )
    run("CREATE INDEX ON wf_rule_sig (sig_a, sig_b)")
    run("ANALYZE wf_rule_sig")


def _columns(rows: list[tuple]) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)]


def _same(same: str, a: Fact, b: Fact) -> bool:
    if same == Same.CATEGORY:
        return a.category == b.category
    if same == Same.PROGRAMME:
        return a.programme != "" and a.programme == b.programme
    return True


def _pair() -> None:
    """Find all pairs some rule speaks about and keep the strongest rule of each."""
    run(
        "CREATE TEMP TABLE wf_judged ON COMMIT DROP AS SELECT * FROM wf_fact f "
        "WHERE EXISTS (SELECT FROM wf_rule_sig s WHERE s.sig_a = f.sig)"
    )
    run("CREATE INDEX ON wf_judged (person)")
    run("CREATE INDEX ON wf_judged (home) WHERE home IS NOT NULL")
    run("ANALYZE wf_judged")
    join = (
        "JOIN wf_rule_sig s ON s.sig_a = a.sig AND s.sig_b = b.sig JOIN wf_rule r ON r.rule = s.rule "
        f"WHERE {_WINDOW} AND {_PROVIDER}"
    )
    run(
        "CREATE TEMP TABLE wf_pair ON COMMIT DROP AS "
        "SELECT min(s.rule) AS rule, a.fact AS a, b.fact AS b FROM wf_judged a "
        f"JOIN wf_judged b ON b.person = a.person AND b.fact > a.fact {join} GROUP BY a.fact, b.fact"
    )
    # Different members of one home: only under household rules, and only when one of the two was for the household.
    run(
        "INSERT INTO wf_pair SELECT min(s.rule), a.fact, b.fact FROM wf_judged a "
        f"JOIN wf_judged b ON b.home = a.home AND b.person <> a.person AND b.fact > a.fact {join} "
        f"AND r.unit = '{Unit.HOUSEHOLD}' AND (a.per = 'household' OR b.per = 'household') GROUP BY a.fact, b.fact"
    )
    run(f"DELETE FROM wf_pair USING wf_rule r WHERE r.rule = wf_pair.rule AND r.verdict = '{Verdict.ALLOWED}'")


def _count(as_of: date) -> None:
    """Pair what together exceeds a counting rule, the last with each it is counted with (`rules.judge_count` in SQL)."""
    run(
        """
        CREATE TEMP TABLE wf_counted ON COMMIT DROP AS
        SELECT r.rule, f.fact, f.from_on, r.days, r.most,
               CASE WHEN r.unit = 'household' AND f.home IS NOT NULL THEN f.home ELSE -f.person END AS subject,
               CASE r.same WHEN 'category' THEN f.category WHEN 'programme' THEN f.programme ELSE '' END AS key,
               CASE r.counts WHEN 'times' THEN 1 ELSE greatest(1,
                 (extract(year FROM last_day) - extract(year FROM f.from_on)) * 12
                 + extract(month FROM last_day) - extract(month FROM f.from_on) + 1)::int END AS uses
        FROM wf_fact f JOIN wf_counter_sig s USING (sig) JOIN wf_rule r USING (rule)
        CROSS JOIN LATERAL (SELECT least(f.until_on, greatest(f.from_on + 1, %s::date)) - 1 AS last_day) AS d
        """,
        [date.fromordinal(as_of.toordinal() + 1)],
    )
    together = (
        "JOIN wf_counted b ON b.rule = a.rule AND b.subject = a.subject AND b.key = a.key AND b.from_on <= a.from_on "
        "AND (a.days IS NULL OR a.from_on - b.from_on < a.days)"
    )
    run(
        "CREATE TEMP TABLE wf_exceeded ON COMMIT DROP AS "
        f"SELECT a.rule, a.fact FROM wf_counted a {together} GROUP BY a.rule, a.fact, a.most HAVING sum(b.uses) > a.most"
    )
    run(
        "INSERT INTO wf_pair SELECT min(a.rule), a.fact, b.fact FROM wf_exceeded e "
        f"JOIN wf_counted a ON a.rule = e.rule AND a.fact = e.fact {together} AND b.fact <> a.fact GROUP BY a.fact, b.fact"
    )


def _group(as_of: date) -> None:
    """Join pairs of one rule, unit and kind whose times touch into one group; weigh each benefit in it."""
    run(
        """
        CREATE TEMP TABLE wf_edge ON COMMIT DROP AS
        SELECT p.rule, p.a, p.b,
               CASE WHEN r.unit = 'household' AND a.home IS NOT NULL THEN a.home ELSE -a.person END AS subject,
               CASE r.win WHEN 'same_campaign' THEN a.campaign
                          WHEN 'same_month' THEN to_char(a.from_on, 'YYYY-MM') ELSE '' END
               || '/' || CASE r.same WHEN 'category' THEN a.category WHEN 'programme' THEN a.programme ELSE '' END AS key,
               CASE WHEN r.win IN ('same_campaign', 'same_month') THEN date '2000-01-01'
                    ELSE least(a.from_on, b.from_on) END AS lo,
               CASE WHEN r.win IN ('same_campaign', 'same_month') THEN date '2000-01-01'
                    ELSE greatest(a.from_on, b.from_on) END AS hi,
               CASE WHEN a.side = 'public' AND b.side = 'public' THEN greatest(0,
                 (extract(year FROM last_day) - extract(year FROM first_day)) * 12
                 + extract(month FROM last_day) - extract(month FROM first_day) + 1)::int ELSE 1 END AS months
        FROM wf_pair p JOIN wf_rule r USING (rule) JOIN wf_fact a ON a.fact = p.a JOIN wf_fact b ON b.fact = p.b
        CROSS JOIN LATERAL (SELECT greatest(a.from_on, b.from_on) AS first_day,
                                   least(a.until_on, b.until_on, %(tomorrow)s::date) - 1 AS last_day) AS d
        """,
        {"tomorrow": date.fromordinal(as_of.toordinal() + 1)},
    )
    run(
        """
        CREATE TEMP TABLE wf_island ON COMMIT DROP AS
        SELECT *, dense_rank() OVER (ORDER BY rule, subject, key, island)::int AS gid FROM (
          SELECT *, sum(is_new) OVER (PARTITION BY rule, subject, key ORDER BY lo, hi, a, b) AS island FROM (
            SELECT *, CASE WHEN lo > max(hi) OVER (PARTITION BY rule, subject, key ORDER BY lo, hi, a, b
                                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                           THEN 1 ELSE 0 END AS is_new
            FROM wf_edge) AS marked) AS numbered
        """
    )
    # What a benefit weighs: a grant its monthly amount for each month it ran beside another grant, all else its value.
    run(
        """
        CREATE TEMP TABLE wf_item ON COMMIT DROP AS
        SELECT gid, fact, max(CASE WHEN f.won IS NULL THEN NULL ELSE f.won * e.months END) AS worth
        FROM (SELECT gid, a AS fact, months FROM wf_island UNION ALL SELECT gid, b, months FROM wf_island) e
        JOIN wf_fact f USING (fact) GROUP BY gid, fact
        """
    )
    run("CREATE INDEX ON wf_item (gid)")
    run("ANALYZE wf_item")


def _describe(as_of: date) -> None:
    """Make one row a group, with its fingerprint (what it is about) and digest (what is in it)."""
    run(
        """
        CREATE TEMP TABLE wf_group ON COMMIT DROP AS
        WITH g AS (
          SELECT i.gid, count(*)::int AS n_items, count(DISTINCT f.organisation)::int AS n_organisations,
                 count(DISTINCT f.person)::int AS n_persons, count(*) FILTER (WHERE i.worth IS NULL)::int AS n_unvalued,
                 min(f.from_on) AS from_on,
                 greatest(max(least(f.until_on, %(tomorrow)s::date)), max(f.from_on) + 1) AS until_on,
                 (coalesce(sum(i.worth), 0) - coalesce(max(i.worth), 0))::bigint AS stake_won,
                 min(f.category) AS category, max(f.campaign) AS campaign_key,
                 (array_agg(f.person ORDER BY f.from_on, f.fact))[1] AS person,
                 bool_or(f.band = 'review') AS is_review,
                 string_agg(f.side || f.benefit::text, ',' ORDER BY f.side, f.benefit) AS content
          FROM wf_item i JOIN wf_fact f USING (fact) GROUP BY i.gid
        ), protected AS (
          SELECT i.gid FROM wf_item i JOIN wf_fact f USING (fact) JOIN wf_person p USING (person)
          WHERE p.is_protected GROUP BY i.gid
        ), s AS (SELECT DISTINCT ON (gid) gid, rule, subject, key FROM wf_island ORDER BY gid)
        SELECT g.gid,
               md5(concat_ws('|', r.code, coalesce(h.ref, p.ref), s.key,
                   CASE WHEN r.win IN ('same_campaign', 'same_month') THEN '' ELSE g.from_on::text END)) AS fingerprint,
               md5(r.code || '|' || r.verdict || '|' || g.content) AS digest,
               p.ref AS person_ref, p.dong AS dong_code,
               CASE WHEN g.is_review THEN 'review' ELSE 'certain' END AS certainty,
               EXISTS (SELECT FROM protected x WHERE x.gid = g.gid) AS is_protected,
               r.unit, coalesce(h.ref, '') AS household_ref, r.rule_id, r.verdict, g.category,
               CASE WHEN r.win = 'same_campaign' THEN g.campaign_key ELSE '' END AS campaign_key,
               g.from_on, g.until_on, g.n_items, g.n_organisations, g.n_persons, g.n_unvalued, g.stake_won
        FROM g JOIN s USING (gid) JOIN wf_rule r USING (rule) JOIN wf_person p ON p.person = g.person
        LEFT JOIN wf_house h ON h.home = s.subject
        """,
        {"tomorrow": date.fromordinal(as_of.toordinal() + 1)},
    )
    run("CREATE UNIQUE INDEX ON wf_group (fingerprint)")
    run("ANALYZE wf_group")
