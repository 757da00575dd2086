"""Who gets in: every address and operation, by every kind of person, in three towns, to own, foreign and unknown ids.

The expected answer is read from docs/reference/permissions.md. Ordinarily every way in is asked by those who most need
refusing and by one refused and one allowed role in turn; `--all` asks every cell.
"""

import json
import logging
from zlib import crc32

import pytest

from duru.blocks.access.enums import Role
from duru.blocks.tenancy import tables
from tests.rights.bodies import body_and_query
from tests.rights.crowd import (
    KEY,
    NAMED,
    NO_MEMBER,
    NOBODY,
    OTHER_AGENCY,
    POOR_KEY,
    STRANGER,
    UNKNOWN_NUMBER,
    UNKNOWN_REF,
    fill,
    make_towns,
    role_of,
)
from tests.rights.stated import EVERY_MEMBER, EVERYBODY, roles_of, ways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("rights.cells")]

PEOPLE = (*Role.values, OTHER_AGENCY, NAMED, NOBODY, NO_MEMBER, STRANGER, KEY, POOR_KEY)
KEYS = (KEY, POOR_KEY)
POOR_KEYS_SCOPE = "우리 기관에 생긴 일 받기"
# What a request leaves behind wherever it is refused: the log of the refusal, the key's count, the receipt's key.
LEFT_BEHIND = {
    "audit_auditentry",
    "audit_auditlink",
    "audit_checkpoint",
    "programs_programkey",
    "programs_receiptsigner",
}
METHODS = ("GET", "POST")
ALL_METHODS = (*METHODS, "PUT", "DELETE")
LOGGED_OUT = "/account/login"


@pytest.fixture
def towns(owner_connection, settings):
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.CRITICAL)  # thousands of refusals are meant
    towns = make_towns(owner_connection)
    assert [town.clients[Role.ADMIN].get("/").status_code for town in towns] == [200] * 3
    yield towns
    logging.disable(logging.NOTSET)


def may(way, who: str) -> bool:
    """Say what the page of permissions says."""
    if way.permission.startswith(EVERYBODY):
        return True
    if who in KEYS and not (way.key_scope and (who == KEY or way.key_scope == POOR_KEYS_SCOPE)):
        return False
    return role_of(who) in roles_of()[way.permission]


def ask(town, who, way, method, *, number, ref):
    address = fill(way.address, number=number, ref=ref)
    client = town.clients[who]
    if not way.is_api:
        return client.get(address) if method == "GET" else client.generic(method, address)
    body, query = body_and_query(way.address, way.method)
    return client.generic(
        method,
        address,
        data="" if body is None else json.dumps(body),
        content_type="application/json",
        query_params=query,
    )


def is_let_in(answer) -> bool:
    """Whether a way opened at all; what the view then says of the (empty, unknown) request is another test's matter."""
    if answer.status_code in (400, 401, 403):
        return False
    return not (answer.status_code == 302 and answer["Location"].startswith(LOGGED_OUT))


def is_refused_well(answer, way, who) -> bool:
    """Nobody is sent to log in (API: 401); somebody without the right reads 403; a method that is not there is not there."""
    if answer.status_code == 405:
        return True
    if way.is_api:
        return answer.status_code in ((401,) if role_of(who) == "" else (401, 403) if who in KEYS else (403,))
    if who in (NOBODY, *KEYS):
        return answer.status_code == 302 and answer["Location"].startswith(LOGGED_OUT)
    return answer.status_code == 403


def one_of(way, who) -> tuple[str]:
    """Choose GET or POST, always the same one."""
    return (METHODS[crc32(f"{way.address}{who}".encode()) % 2],)


def refused_cells(everything: bool):
    """Yield (town, who, way, method) that the page refuses."""
    for at, way in enumerate(ways()):
        refused = [who for who in PEOPLE if not may(way, who)]
        if not everything:
            roles = [who for who in refused if who in Role.values or who in (OTHER_AGENCY, NAMED)]
            always = [who for who in (NOBODY, STRANGER) if who in refused] + [
                who for who in KEYS if who in refused and way.is_api
            ]
            refused = always + roles[at % len(roles) :][:1] if roles else always
        for who in refused:
            for town in range(3) if everything else [crc32(f"{way}{who}".encode()) % 3]:
                for method in (way.method,) if way.is_api else ALL_METHODS if everything else one_of(way, who):
                    yield town, who, way, method


def allowed_cells(everything: bool):
    """Yield (town, who, way, method) that the page allows, with ids that nobody has."""
    for at, way in enumerate(ways()):
        allowed = [who for who in PEOPLE if may(way, who) and way.permission not in ("", EVERYBODY)]
        if not everything:
            allowed = allowed[at % len(allowed) :][:1] if allowed else []
        for who in allowed:
            for town in range(3) if everything else [at % 3]:
                yield town, who, way, way.method or "GET"


def rows_of_all(owner) -> dict[str, tuple]:
    """Return a sum over each walled table."""
    return {
        table: owner.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t').fetchone()
        for table in sorted(tables.TENANT)
        if table not in LEFT_BEHIND
    }


def check_refused(towns, owner, tally, *, everything):
    before, wrong, n = rows_of_all(owner), [], 0
    for town, who, way, method in refused_cells(everything):
        answer = ask(towns[town], who, way, method, number=towns[town].number, ref=towns[town].ref)
        n += 1
        if not is_refused_well(answer, way, who) or towns[town].ref.encode() in answer.content:
            wrong.append((who, method, way.address, answer.status_code, answer.get("Location", "")))
    changed = [table for table, rows in rows_of_all(owner).items() if rows != before[table]]
    tally(tried=n, failed=len(wrong) + len(changed))
    assert wrong == []
    assert changed == [], "a refused request changed rows"


def check_allowed(towns, tally, *, everything):
    wrong, n = [], 0
    for town, who, way, method in allowed_cells(everything):
        answer = ask(towns[town], who, way, method, number=UNKNOWN_NUMBER, ref=UNKNOWN_REF)
        n += 1
        if not is_let_in(answer):
            wrong.append((who, method, way.address, answer.status_code))
    tally(tried=n, failed=len(wrong))
    assert wrong == []


def check_foreign(towns, owner, tally, *, everything):
    """An id of another town answers as an id that nobody has, and nothing of that town shows or changes."""
    before, wrong, n = rows_of_all(owner), [], 0
    for at, way in enumerate(ways()):
        if not way.has_ids:
            continue
        allowed = [who for who in PEOPLE if may(way, who)]
        for who in allowed if everything else allowed[at % len(allowed) :][:1]:
            for here in range(3) if everything else [at % 3]:
                for method in (way.method,) if way.is_api else METHODS if everything else one_of(way, who):
                    own, other = towns[here], towns[(here + 1) % 3]
                    known = ask(own, who, way, method, number=other.number, ref=other.ref)
                    unknown = ask(own, who, way, method, number=UNKNOWN_NUMBER, ref=UNKNOWN_REF)
                    n += 1
                    # The page may repeat the reference that was asked for, never another word of the row.
                    if known.status_code != unknown.status_code or known.content.count(
                        other.ref.encode()
                    ) > unknown.content.count(UNKNOWN_REF.encode()):
                        wrong.append((who, method, way.address, known.status_code, unknown.status_code))
    changed = [table for table, rows in rows_of_all(owner).items() if rows != before[table]]
    tally(tried=n, failed=len(wrong) + len(changed))
    assert wrong == []
    assert changed == []


def test_who_gets_in(towns, owner_connection, tally):
    # One test and not three: the towns cost seconds.
    check_refused(towns, owner_connection, tally, everything=False)
    check_allowed(towns, tally, everything=False)
    check_foreign(towns, owner_connection, tally, everything=False)


@pytest.mark.slow
def test_every_cell_that_is_refused(towns, owner_connection, tally):
    check_refused(towns, owner_connection, tally, everything=True)


@pytest.mark.slow
def test_every_cell_that_is_allowed(towns, tally):
    check_allowed(towns, tally, everything=True)


@pytest.mark.slow
def test_every_foreign_id(towns, owner_connection, tally):
    check_foreign(towns, owner_connection, tally, everything=True)


@pytest.mark.slow
def test_without_the_wall_the_question_about_foreign_ids_would_notice(towns, owner_connection):
    for table in sorted(tables.TENANT):
        owner_connection.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    with pytest.raises(AssertionError):
        check_foreign(towns, owner_connection, lambda **counts: None, everything=False)


def test_the_page_is_read_whole():
    assert len({way.permission for way in ways()}) > 60
    assert EVERY_MEMBER in {way.permission for way in ways()}
