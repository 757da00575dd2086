"""How the two big tables are held inside their tenant without a foreign key per row.

A foreign key is checked once a row: two of them made ten million rows 160 s slower (15.0 -> 5 us a row measured). One
statement writes up to 50,000 rows of one intake, so one trigger a statement asks the same question once.
"""

FORWARD = """
ALTER TABLE exchange_sourcerow DROP CONSTRAINT exchange_sourcerow_tenant;
ALTER TABLE exchange_rowkey DROP CONSTRAINT exchange_rowkey_tenant;

CREATE FUNCTION exchange_sourcerow_wall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT tenant_id, intake_id FROM fresh) AS f
        WHERE NOT EXISTS (SELECT FROM exchange_intake i WHERE i.tenant_id = f.tenant_id AND i.id = f.intake_id)
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = 'exchange_sourcerow: no such intake in this tenant';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_sourcerow_wall AFTER INSERT ON exchange_sourcerow
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION exchange_sourcerow_wall();

CREATE FUNCTION exchange_sourcerow_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING MESSAGE = 'exchange_sourcerow: a row never moves to another file';
END $$;
CREATE TRIGGER exchange_sourcerow_stays BEFORE UPDATE OF tenant_id, intake_id ON exchange_sourcerow
    FOR EACH ROW EXECUTE FUNCTION exchange_sourcerow_stays();
"""

BACKWARD = """
DROP TRIGGER exchange_sourcerow_stays ON exchange_sourcerow;
DROP FUNCTION exchange_sourcerow_stays();
DROP TRIGGER exchange_sourcerow_wall ON exchange_sourcerow;
DROP FUNCTION exchange_sourcerow_wall();
ALTER TABLE exchange_rowkey ADD CONSTRAINT exchange_rowkey_tenant FOREIGN KEY (tenant_id) REFERENCES tenancy_tenant (id);
ALTER TABLE exchange_sourcerow
    ADD CONSTRAINT exchange_sourcerow_tenant FOREIGN KEY (tenant_id) REFERENCES tenancy_tenant (id);
"""
