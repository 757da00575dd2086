"""Fourth step of a run: the silent half, people with a known need who received nothing."""

from datetime import date

from duru.blocks.benefits.api import handout_facts, need_facts
from duru.services.welfare.operations.gather import insert_from, run


def find_silent(*, as_of: date, since: date) -> None:
    """Fill wf_silent (one row a person and kind of need, the columns of `Silent`) from needs, wf_fact and wf_person.

    Nothing received means: since day `since` neither a handout to the person or to the household they live in, nor a
    grant running. Who is dead or has moved out is not asked for.

    Source: 사회보장급여법 §9의2 (발굴 의무).
    """
    run("CREATE TEMP TABLE wf_need (person bigint, band text, kind text, category text, since_on date) ON COMMIT DROP")
    insert_from("wf_need", "person, band, kind, category, since_on", need_facts())
    run(
        "CREATE TEMP TABLE wf_served ON COMMIT DROP AS SELECT DISTINCT person FROM wf_fact "
        "WHERE until_on > %(since)s AND from_on <= %(as_of)s",
        {"since": since, "as_of": as_of},
    )
    # What was for the household served everybody who lives there.
    run(
        "INSERT INTO wf_served SELECT DISTINCT h.person FROM wf_fact f JOIN wf_home h ON h.home = f.home "
        "WHERE f.per = 'household' AND f.until_on > %(since)s AND f.from_on <= %(as_of)s",
        {"since": since, "as_of": as_of},
    )
    run(
        "CREATE TEMP TABLE wf_unserved ON COMMIT DROP AS SELECT n.person, n.kind, min(n.category) AS category, "
        "min(n.since_on) AS since_on, bool_or(n.band = 'review') AS is_review "
        "FROM wf_need n JOIN wf_person p USING (person) WHERE p.status IN ('living', 'suspected') "
        "AND NOT EXISTS (SELECT FROM wf_served s WHERE s.person = n.person) GROUP BY n.person, n.kind"
    )
    sql, params = handout_facts(since=date(1990, 1, 1)).query.sql_with_params()
    run(
        "CREATE TEMP TABLE wf_last ON COMMIT DROP AS SELECT person, max(from_on) AS last_on FROM ("
        f"{sql}) AS h (side, benefit, person, band, record, organisation, category, programme, campaign, per, won, "
        "from_on, until_on, pays_on) WHERE person IN (SELECT person FROM wf_unserved) GROUP BY person",
        params,
    )
    run(
        """
        CREATE TEMP TABLE wf_silent ON COMMIT DROP AS
        SELECT md5('silent|' || p.ref || '|' || u.kind) AS fingerprint,
               md5(u.kind || u.since_on::text || coalesce(l.last_on::text, '')) AS digest,
               p.ref AS person_ref, p.dong AS dong_code,
               CASE WHEN u.is_review THEN 'review' ELSE 'certain' END AS certainty, p.is_protected,
               u.kind, u.category, u.since_on, l.last_on
        FROM wf_unserved u JOIN wf_person p USING (person) LEFT JOIN wf_last l USING (person)
        """
    )
    run("CREATE UNIQUE INDEX ON wf_silent (fingerprint)")
