"""What our backend makes of models in the database."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_a_unique_text_column_has_one_index_where_one_serves_both_questions():
    ((sorts_by_number,),) = rows("SELECT datlocprovider = 'b' FROM pg_database WHERE datname = current_database()")
    second = rows(
        "SELECT i.indexrelid::regclass::text FROM pg_index i, unnest(i.indclass::oid[]) AS of_class JOIN pg_opclass c "
        "ON c.oid = of_class WHERE c.opcname IN ('varchar_pattern_ops', 'text_pattern_ops')"
    )
    assert bool(second) is not sorts_by_number


def test_an_index_serves_the_beginning_of_a_text():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM access_user WHERE email LIKE 'kim%'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond" in plan
