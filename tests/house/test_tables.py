"""Every table is known, and every tenant table stands behind the wall."""

import pytest
from django.apps import apps
from django.db import connection

from duru.blocks.tenancy import tables
from duru.blocks.tenancy.models import TenantForeignKey, TenantModel

pytestmark = pytest.mark.django_db

WALLED = tables.TENANT | tables.APPEND_ONLY


def rows(sql: str, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def test_the_list_of_tables_equals_the_catalogue():
    catalogue = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r','p') AND relnamespace = 'public'::regnamespace"
        )
    }
    assert catalogue == WALLED | tables.TWO_PARTY | tables.NATIONAL | tables.PLATFORM


def test_no_table_stands_in_two_lists():
    lists = [tables.TENANT, tables.APPEND_ONLY, tables.TWO_PARTY, tables.NATIONAL, tables.PLATFORM]
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert tables.BULK < tables.TENANT


def test_every_tenant_model_is_in_the_list():
    models = {m._meta.db_table for m in apps.get_models() if issubclass(m, TenantModel)}
    assert models == WALLED


@pytest.mark.parametrize("table", sorted(WALLED))
def test_a_tenant_table_has_row_security_policy_and_the_key_for_references(table):
    ((protected, owns),) = rows(
        "SELECT relrowsecurity, pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class "
        "WHERE relname = %s AND relnamespace = 'public'::regnamespace",
        [table],
    )
    assert (protected, owns) == (True, False)
    policies = rows(
        "SELECT qual = with_check, qual LIKE '%%duru.tenant%%' FROM pg_policies WHERE tablename = %s", [table]
    )
    assert policies == [(True, True)]
    ((unique,),) = rows(
        "SELECT count(*) FROM pg_constraint WHERE conname = %s AND contype = 'u'", [f"{table}_tenant_id_id"]
    )
    assert unique == (table not in tables.BULK)


def test_every_reference_between_tenant_tables_carries_the_tenant():
    missing = []
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                name = f"{model._meta.db_table}_{field.column}_wall"
                found = rows(
                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND contype = 'f'", [name]
                )
                if not found or "(tenant_id, " not in found[0][0]:
                    missing.append(name)
    assert missing == []


def test_tenant_tables_reference_each_other_only_through_the_wall():
    triggers = {name for (name,) in rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")}
    unwalled = [
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.local_fields
        if field.is_relation
        and issubclass(field.related_model, TenantModel)
        and not isinstance(field, TenantForeignKey)
        and f"{model._meta.db_table}_wall" not in triggers  # once a statement instead of once a row
    ]
    assert unwalled == []


@pytest.mark.parametrize("table", sorted(tables.APPEND_ONLY))
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_serving_role_cannot_change_the_log(table, privilege):
    assert rows("SELECT has_table_privilege(%s, %s)", [table, privilege]) == [(False,)]


@pytest.mark.parametrize("table", sorted(tables.NATIONAL))
def test_the_serving_role_only_reads_national_tables(table):
    assert rows("SELECT has_table_privilege(%s, 'INSERT')", [table]) == [(False,)]
