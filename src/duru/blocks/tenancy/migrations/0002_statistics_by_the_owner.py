"""The serving role lets a table be counted after a large load: by a function of the owner, which every server knows."""

from django.db import migrations

# The right to ANALYZE alone (MAINTAIN) came with PostgreSQL 17. Whoever may call this learns nothing: statistics of walled
# tables are shown to their owner only. The search path is fixed, so that no temporary table can take a name's place.
FORWARD = """
CREATE OR REPLACE FUNCTION tenancy_refresh_statistics(names text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('ANALYZE public.%I', name);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION tenancy_refresh_statistics(text[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_tenants_and_handled_events")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION tenancy_refresh_statistics(text[])")]
