"""The one migration operation that puts a table behind the tenant wall."""

from django.db.migrations.operations.base import Operation

from duru.blocks.tenancy.models import TenantForeignKey

POLICY = "tenant_wall"


class ProtectTenantTables(Operation):
    """Put models behind the wall: row-level security, UNIQUE (tenant_id, id), references that cannot cross tenants.

    Write it last in the migration that creates the tables, targets of references first:
    `ProtectTenantTables("exchange.Intake", "exchange.SourceRow")`. Privileges of the serving role are not set here but
    after every migrate from `tables.py` (see `grants`).

    ENABLE and not FORCE: the owner's data migrations and backups must see every row.
    """

    reduces_to_sql = True
    reversible = True
    may_be_referred_to = True

    def __init__(self, *models: str):
        self.models = models

    def deconstruct(self):
        return (self.__class__.__qualname__, list(self.models), {})

    def state_forwards(self, app_label, state):
        """Row security is not part of Django's model state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        models = [to_state.apps.get_model(label) for label in self.models]
        # All keys first: tables of one migration may refer to each other in a circle (person -> event -> person).
        for model in models if self.may_be_referred_to else ():
            table = model._meta.db_table
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_id_id" UNIQUE (tenant_id, id), '
                f'ADD CONSTRAINT "{table}_tenant" FOREIGN KEY (tenant_id) REFERENCES tenancy_tenant (id)'
            )
        for model in models:
            table = model._meta.db_table
            for field in model._meta.local_fields:
                if isinstance(field, TenantForeignKey):
                    target = field.remote_field.model._meta.db_table
                    schema_editor.execute(
                        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_wall" '
                        f'FOREIGN KEY (tenant_id, "{field.column}") REFERENCES "{target}" (tenant_id, id) '
                        "DEFERRABLE INITIALLY DEFERRED"
                    )
            schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            mine = "tenant_id = nullif(current_setting('duru.tenant', true), '')::int"
            schema_editor.execute(f'CREATE POLICY {POLICY} ON "{table}" USING ({mine}) WITH CHECK ({mine})')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for label in reversed(self.models):
            model = from_state.apps.get_model(label)
            table = model._meta.db_table
            schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
            schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
            for field in model._meta.local_fields:
                if isinstance(field, TenantForeignKey):
                    schema_editor.execute(
                        f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_{field.column}_wall"'
                    )
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_tenant_id_id" CASCADE')
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_tenant"')

    def describe(self):
        return f"Put {', '.join(self.models)} behind the tenant wall"


class ProtectBulkTables(ProtectTenantTables):
    """Put models of `tables.BULK` behind the wall: row-level security alone. Their other indexes begin with tenant_id."""

    may_be_referred_to = False


class ProtectTwoPartyTables(Operation):
    """Put letters between two tenants behind the wall: who sent a row and to whom it goes see it, nobody else, and neither changes that.

    The model has `sender` and `receiver`, references to `tenancy.Tenant`. Only the sender writes a new row, and only away from itself;
    both may change what is not fixed by `tenancy_keep_parties`; only the sender deletes.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models: str):
        self.models = models

    def deconstruct(self):
        return (self.__class__.__qualname__, list(self.models), {})

    def state_forwards(self, app_label, state):
        """Row security is not part of Django's model state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        mine = "nullif(current_setting('duru.tenant', true), '')::int"
        for label in self.models:
            table = to_state.apps.get_model(label)._meta.db_table
            either = f"{mine} IN (sender_id, receiver_id)"
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_two" CHECK (sender_id <> receiver_id), ENABLE ROW LEVEL SECURITY'
            )
            for name, rule in (
                ("read", f"FOR SELECT USING ({either})"),
                ("send", f"FOR INSERT WITH CHECK (sender_id = {mine})"),
                ("answer", f"FOR UPDATE USING ({either}) WITH CHECK ({either})"),
                ("remove", f"FOR DELETE USING (sender_id = {mine})"),
            ):
                schema_editor.execute(f'CREATE POLICY {POLICY}_{name} ON "{table}" {rule}')
            schema_editor.execute(_KEEP_PARTIES)
            schema_editor.execute(
                f'CREATE TRIGGER keep_parties BEFORE UPDATE OF sender_id, receiver_id ON "{table}" '
                "FOR EACH ROW WHEN (OLD.sender_id IS DISTINCT FROM NEW.sender_id OR OLD.receiver_id IS DISTINCT FROM NEW.receiver_id) "
                "EXECUTE FUNCTION tenancy_keep_parties()"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for label in self.models:
            table = from_state.apps.get_model(label)._meta.db_table
            for name in ("read", "send", "answer", "remove"):
                schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY}_{name} ON "{table}"')
            schema_editor.execute(f'DROP TRIGGER IF EXISTS keep_parties ON "{table}"')
            schema_editor.execute(
                f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_two", DISABLE ROW LEVEL SECURITY'
            )

    def describe(self):
        return f"Show {', '.join(self.models)} to its two parties alone"


# A row policy sees the old row or the new one, never both: that a letter stays addressed as it was needs a trigger.
_KEEP_PARTIES = """
CREATE OR REPLACE FUNCTION tenancy_keep_parties() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'a letter between two tenants keeps its parties (row-level security)';
END $$
"""


class AddWallReference(ProtectTenantTables):
    """Write the composite constraint of tenant references that were added to an already protected table later.

    `AddWallReference("exchange.SourceRow", "record")` names one model and the fields.
    """

    def __init__(self, model: str, *fields: str):
        self.model, self.fields = model, fields

    def deconstruct(self):
        return (self.__class__.__qualname__, [self.model, *self.fields], {})

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(self.model)
        table = model._meta.db_table
        for name in self.fields:
            field = model._meta.get_field(name)
            target = field.remote_field.model._meta.db_table
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_wall" '
                f'FOREIGN KEY (tenant_id, "{field.column}") REFERENCES "{target}" (tenant_id, id) '
                "DEFERRABLE INITIALLY DEFERRED"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(self.model)
        table = model._meta.db_table
        for name in self.fields:
            column = model._meta.get_field(name).column
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_{column}_wall"')

    def describe(self):
        return f"Wall the references {', '.join(self.fields)} of {self.model}"
