"""The people behind one cell: found again by the key, one at a time pseudonyms are compared, nothing is kept."""

from __future__ import annotations

from django.db.models import QuerySet

from duru.blocks.access.api import Actor, check_may
from duru.blocks.registry.api import Person, people_visible_to
from duru.blocks.statistics.engine.ask import people_sql, tables_in
from duru.blocks.statistics.engine.session import session
from duru.blocks.statistics.engine.write import pseudonym_of
from duru.blocks.statistics.enums import ColumnKind
from duru.blocks.statistics.errors import AskRefused
from duru.blocks.statistics.models import Rollup, Snapshot
from duru.blocks.statistics.operations.files import file_of
from duru.blocks.statistics.operations.keys import find_key
from duru.blocks.statistics.permissions import DRILL
from duru.blocks.statistics.queries.rollups import check_question
from duru.blocks.statistics.rules.question import question_of
from duru.blocks.tenancy.api import Tenant

MOST_PEOPLE = 500


def people_behind(
    *, tenant: Tenant, rollup: Rollup, cell: tuple[str | None, str | None], by: Actor
) -> tuple[QuerySet[Person], int]:
    """Return the persons behind a cell that the actor may see, and how many pseudonyms the cell has.

    Inside a tenant scope. The caller states the purpose and records the look.

    Raises:
        NotAllowed: the actor may not.
        AskRefused: the rows are not about persons, the key is destroyed, or the cell is too large to be a list.
    """
    check_may(by, DRILL)
    question = question_of(rollup.question)
    subject = check_question(question)
    key = find_key(tenant)
    if not subject.unit_sql:
        raise AskRefused("사람에 대한 표가 아닙니다.")
    if not key:
        raise AskRefused("가명 열쇠를 지웠으므로 칸 뒤의 사람을 다시 찾을 수 없습니다.")
    sources = list(Snapshot.objects.filter(public_id__in=rollup.sources).order_by("month_on"))
    files = {table: [file_of(tenant, each, table) for each in sources] for table in tables_in(subject)}
    with session(memory="256MB", threads=1) as duckdb:
        wanted = {row[0] for row in duckdb.execute(*people_sql(question, subject, files, cell)).fetchall()}
    if len(wanted) > MOST_PEOPLE:
        raise AskRefused(f"사람이 {len(wanted):,}명입니다. {MOST_PEOPLE}명이 넘는 칸은 더 나누어 보십시오.")
    visible = people_visible_to(by)
    found = [
        number
        for number in visible.order_by().values_list("id", flat=True).iterator()
        if pseudonym_of(number, kind=ColumnKind.PERSON, key=key) in wanted
    ]
    return visible.filter(id__in=found).order_by("dong_code", "name", "id"), len(wanted)
