from django.db import migrations

# The serving role may only add to the history. What it may have deleted is the history of its own tenant's cases that closed
# more than a year ago: less than any retention, and enough that nobody can hide what happened lately.
FORWARD = """
CREATE FUNCTION casework_erase_history(cases bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM public.casework_caseevent e USING public.casework_case c
        WHERE e.case_id = ANY (cases) AND c.id = e.case_id
            AND c.tenant_id = nullif(current_setting('duru.tenant', true), '')::int
            AND c.closed_at < now() - interval '1 year'
        RETURNING 1
    ) SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION casework_erase_history(bigint[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """History is append-only, until the case's retention is over."""

    dependencies = [("casework", "0003_state_of_the_process_in_its_case")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION casework_erase_history(bigint[])")]
