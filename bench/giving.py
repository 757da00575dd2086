"""Eight counters ask at once whether something may be given; and a list of ten thousand before anything is given.

Ours: the whole page over HTTP (session, purpose, person found, rules, consent, look written), beside the plain SQL that finds
the person and the last gifts of the same category over the same tables. The people are filled by set-based SQL: 5 million
hand-outs on the records of one million persons, half of them officials' counters, half an agency's with consent for every third person.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from bench import ledger
from bench.figures import Figure
from bench.lookup import _web_server

SIZES = {"small": (100_000, 500_000), "full": (1_000_000, 5_000_000)}
N_COUNTERS = 8
N_EACH = 120
N_WARM = 15
# A counter asks about one person after another: somebody reads the light before the next name. Pressed is without any pause.
PAUSE_S = 0.25
N_LIST = 10_000
N_CPU = 200
N_DB = 1_500
N_AGENCIES = 40
GIFT = "김장 김치"


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure in a fresh cluster: the database's part, the plain SQL, the pages under eight counters, a list."""
    n_persons, n_handouts = SIZES[size]
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-giving-", dir=ledger.SCRATCH))
    try:
        # The pages' own files, as ./run has laid them out: names of static files are looked up in what was collected.
        (folder / "home").mkdir()
        (folder / "home" / "assets").symlink_to(ledger.SCRATCH.parent / "assets")
        with ledger.fresh_cluster(folder / "home"):
            from django.core.management import call_command

            call_command("collectstatic", verbosity=0, interactive=False)
            began = time.monotonic()
            tenant = _fill(n_persons, n_handouts)
            filled = time.monotonic() - began
            print(f"  filled in {filled:.0f} s", file=sys.stderr)
            official, agency = _actors(tenant)
            people = _people(tenant, n_persons, N_COUNTERS * (N_EACH + N_WARM) + N_DB + N_LIST)
            plain = _ask_plainly(tenant, people[:N_DB])
            db = _ask_database(tenant, official, agency, people[:N_DB])
            asked = people[N_DB : N_DB + N_COUNTERS * (N_EACH + N_WARM)]
            page_cpu = _page_cpu(tenant, official, agency, asked[: 2 * N_CPU])
            pages, _ = _ask_pages(tenant, official, agency, asked, pause_s=PAUSE_S)
            pressed, rate = _ask_pages(tenant, official, agency, asked[::-1], pause_s=0)
            listed, list_cpu, plain_list = _ask_list(tenant, official, people[-N_LIST:])
            cores = f"사람 {n_persons:,}, 제공 {n_handouts:,}, 채우기 {filled:.0f} 초"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sql = "같은 표의 맨 SQL 한 물음"
    p = lambda spans, q: float(np.percentile(spans, q))  # noqa: E731 - one use, three times
    return [
        Figure("giving.p50_ms", p(pages, 50), "ms", sql, p(plain, 50), "<=50"),
        Figure("giving.p95_ms", p(pages, 95), "ms", sql, p(plain, 95), "<=100"),
        Figure("giving.p99_ms", p(pages, 99), "ms", sql, p(plain, 99), "<=200"),
        Figure("giving.pressed_p95_ms", p(pressed, 95), "ms", sql, p(plain, 95), "<=200"),
        Figure("giving.page_cpu_ms", page_cpu, "ms", "", None, "<=15"),
        Figure("giving.db_p99_ms", p(db, 99), "ms", sql, p(plain, 99), "<=50"),
        Figure("giving.batch10k_s", listed, "s", "같은 표의 맨 SQL 한 문장", plain_list, "<=120"),
    ], [
        cores,
        f"창구 {N_COUNTERS}곳이 저마다 {PAUSE_S} 초 쉬고 다시 물음, 물음 {len(pages):,}번(공무원 절반, 기관 절반); 데이터베이스 몫 절반은 {p(db, 50):.1f} ms",
        f"쉬지 않고 물으면(pressed) 1초에 {rate:.0f}쪽; 묻는 쪽도 같은 두 코어를 쓴다. 쪽 하나의 파이썬 CPU {page_cpu:.1f} ms(page_cpu)",
        f"명단 {N_LIST:,}명: 걸린 시간 {listed:.1f} 초, 이 프로세스의 CPU {list_cpu:.1f} 초",
        f"fsync={_setting('fsync')}, synchronous_commit={_setting('synchronous_commit')}",
    ]


_settings: dict[str, str] = {}


def _setting(name: str) -> str:
    return _settings.get(name, "?")


def _fill(n_persons: int, n_handouts: int) -> int:
    from django.db import connection

    from duru.blocks.access.api import add_organisation, system_actor
    from duru.blocks.benefits.api import ensure_catalogue
    from duru.blocks.benefits.models import Grant, Handout
    from duru.blocks.exchange.api import SourceRecord
    from duru.blocks.linkage.models import Link
    from duru.blocks.registry.models import Household, HouseholdMember, Person
    from duru.blocks.tenancy.api import add_tenant, refresh_statistics, tenant_scope
    from duru.services.welfare.api import ensure_rules

    tenant = add_tenant(code=ledger.TENANT_CODE, name="해오름구")
    machine = system_actor()
    with tenant_scope(tenant.id):
        office = add_organisation(by=machine, name="해오름구청 복지정책과", kind="gu_office", is_public=True)
        first = [add_organisation(by=machine, name=f"기관 {n}", kind="food_bank") for n in range(N_AGENCIES)][0]
        ensure_catalogue()
        ensure_rules()
    values = {
        "n": n_persons,
        "h": n_handouts,
        "office": office.id,
        "first": first.id,
        "agencies": N_AGENCIES,
        "now": ledger.NOW,
    }
    for statement in _STATEMENTS:
        with tenant_scope(tenant.id), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(statement, values)
    with tenant_scope(tenant.id):
        for model in (Person, SourceRecord, Link, Household, HouseholdMember, Handout, Grant):
            refresh_statistics(model)
        with connection.cursor() as cursor:
            for name in ("fsync", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                _settings[name] = cursor.fetchone()[0]
    return tenant.id


_NAME = """substr('김이박최정강조윤장임한오서신권황안송전홍', 1 + (n * 7 %% 20)::int, 1)
  || substr('가나다라마미바보사수아연영예오우유은인자재정주준지진채태하현혜호희', 1 + (n * 13 / 20 %% 33)::int, 1)
  || substr('경규근나라란미별빈서선성수숙순식아연영옥우원은인자정진철호희', 1 + (n * 17 / 660 %% 30)::int, 1)"""
_BORN = "date '1930-01-01' + (n * 37 %% 32000)::int"
_TAIL = "lpad((n * 7919 %% 10000)::text, 4, '0')"
# Person n has register record n and agency record N + n; two neighbours make a home.
_STATEMENTS = (
    """INSERT INTO places_building (id, building_no, sgg_name, road_name, road_no, legal_dong, lot_no, dong_code, road_key, lot_key,
        legal_ri, legal_dong_code, name, postcode)
      SELECT n, n::text, '해오름구', '길', n::text, '동', n::text, '9999900101', n::text, n::text, '', '', '', ''
      FROM generate_series(1::bigint, %(n)s / 50 + 1) AS n""",
    f"""INSERT INTO registry_person (id, public_id, name, name_key, name_choseong, birth_on, birth_year, sex, phone, phone_tail,
        address, building_id, unit, dong_code, is_register, is_protected, status, created_at, refreshed_at)
      SELECT n, lpad(n::text, 26, '0'), {_NAME}, {_NAME}, '', {_BORN}, extract(year FROM {_BORN})::int, 'F',
        '010' || lpad((n %% 10000)::text, 4, '0') || {_TAIL}, {_TAIL}, '', n / 50 + 1, ((n + 1) / 2 %% 25)::text, '9999900101', true, false, 'living', %(now)s, %(now)s
      FROM generate_series(1::bigint, %(n)s) AS n""",
    f"""INSERT INTO exchange_sourcerecord (id, public_id, organisation_id, dataset, is_register, source_id, household_no, name_typed,
        birth_typed, sex_typed, phone_typed, address_typed, name, name_jamo, birth_on, birth_year, birth_is_lunar, sex, phone,
        unit, dong_code, mention_hash, first_row_id, first_seen_at)
      SELECT k * %(n)s + n, lpad((k * %(n)s + n)::text, 26, 'R'), CASE k WHEN 0 THEN %(office)s ELSE %(first)s + n %% %(agencies)s END,
        'handouts', k = 0, '', '', '', '', '', '', '', {_NAME}, '', {_BORN}, extract(year FROM {_BORN})::int, false, 'F', '', '', '',
        decode(md5(k || '-' || n), 'hex'), 0, %(now)s
      FROM generate_series(1::bigint, %(n)s) AS n, generate_series(0::bigint, 1) AS k""",
    """INSERT INTO linkage_link (record_id, person_id, probability, band, via, reasons)
      SELECT k * %(n)s + n, n, 0.999, 'certain', 'anchor', '[]'
      FROM generate_series(1::bigint, %(n)s) AS n, generate_series(0::bigint, 1) AS k""",
    """INSERT INTO registry_household (id, public_id, source_no, building_id, unit, dong_code)
      SELECT n, lpad(n::text, 26, 'H'), n::text, n * 2 / 50 + 1, (n %% 25)::text, '' FROM generate_series(1::bigint, %(n)s / 2) AS n""",
    """INSERT INTO registry_householdmember (household_id, record_id, person_id, is_protected)
      SELECT (n + 1) / 2, n, n, false FROM generate_series(1::bigint, %(n)s / 2 * 2) AS n""",
    # Who is helped is helped often: the square of an even draw.
    """INSERT INTO benefits_handout (record_id, organisation_id, category, programme, item, unit, value_won, given_on, campaign,
        campaign_key, per, funding, donor)
      SELECT %(n)s + p, %(first)s + p %% %(agencies)s, (ARRAY['food','food','fuel','goods','care','clothing'])[1 + (n %% 6)::int],
        (ARRAY['쌀','김치','연탄','생필품 꾸러미','안부','의류'])[1 + (n %% 6)::int], '나눔 ' || n %% 50, '개', 30000,
        date '2026-11-21' - (n * 31 %% 1095)::int, '', CASE WHEN n %% 6 = 1 AND n * 31 %% 1095 < 60 THEN '김장-2026' ELSE '' END,
        CASE WHEN n %% 3 = 0 THEN 'household' ELSE 'person' END, 'donation', ''
      FROM (SELECT n, 1 + floor(%(n)s * power((n * 2654435761 %% 4294967296) / 4294967296.0, 2))::bigint AS p
            FROM generate_series(1::bigint, %(h)s) AS n) AS d""",
    """INSERT INTO benefits_grant (record_id, organisation_id, programme, programme_typed, category, per, amount_won, from_on, state)
      SELECT n, %(office)s, (ARRAY['기초연금','생계급여','에너지바우처'])[1 + (n %% 3)::int], '', 'living_cash', 'person', 300000,
        date '2025-01-01', 'active' FROM generate_series(1::bigint, %(n)s / 5) AS n""",
    """INSERT INTO consent_consent (public_id, record_id, organisation_id, purpose, recipient, items, with_sensitive, with_unique_id,
        from_on, until_on, form_version, proof_kind, proof_reference, recorded_at)
      SELECT lpad(n::text, 26, 'C'), %(n)s + n, %(first)s, 'overlap_check', 'food_bank', '{private_handouts,district_gifts}', false,
        false, date '2026-01-01', date '2027-12-31', '1', 'paper', n::text, %(now)s
      FROM generate_series(1::bigint, %(n)s) AS n WHERE n %% 3 = 0""",
)  # fmt: skip


def _actors(tenant: int):
    from duru.blocks.access.api import Organisation, actor_of, add_member, system_actor
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(tenant):
        return [
            actor_of(
                add_member(
                    by=system_actor(), email=f"{role}@haeoreum.example", name="김담당", role=role,
                    organisation=Organisation.objects.get(name=organisation),
                )
            )
            for role, organisation in (("caseworker", "해오름구청 복지정책과"), ("agency_worker", "기관 0"))
        ]  # fmt: skip


def _people(tenant: int, n_persons: int, n: int) -> list[tuple[int, str, int, str, str]]:
    """Draw people: id, name, birth year, end of the telephone, birth date."""
    from django.db import connection

    from duru.blocks.tenancy.api import tenant_scope

    ids = random.Random(20261122).sample(range(1, n_persons + 1), min(n, n_persons))
    with tenant_scope(tenant), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, birth_year, phone_tail, birth_on::text FROM registry_person WHERE id = ANY(%s)", [ids]
        )
        found = cursor.fetchall()
    random.Random(7).shuffle(found)
    return found


_PLAIN = """
SELECT h.id, h.given_on, h.organisation_id FROM registry_person p JOIN linkage_link l ON l.person_id = p.id
JOIN benefits_handout h ON h.record_id = l.record_id
WHERE p.name = %s AND p.birth_year = %s AND p.phone_tail = %s AND h.category = 'food' AND h.given_on > date '2026-11-22' - 365
ORDER BY h.given_on DESC
"""


def _ask_plainly(tenant: int, people: list) -> np.ndarray:
    from django.db import connection

    from duru.blocks.tenancy.api import tenant_scope

    def ask(person):
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(_PLAIN, [person[1], person[2], person[3]])
            cursor.fetchall()

    return _timed(ask, people)


def _ask_database(tenant: int, official, agency, people: list) -> np.ndarray:
    """Find and judge without the page: what the rules, the consent and the database take."""
    from duru.blocks.tenancy.api import tenant_scope
    from duru.services.welfare.api import check_gift, find_at_counter, gift_of

    def ask(person):
        actor = official if person[0] % 2 else agency
        with tenant_scope(tenant):
            gift = gift_of(GIFT, on=ledger.TODAY, official=actor.is_official)
            found = find_at_counter(actor, _words(person), today=ledger.TODAY).person
            check_gift(actor, person_id=found.id if found else None, gift=gift, on=ledger.TODAY)

    return _timed(ask, people)


def _timed(ask: Callable, people: list) -> np.ndarray:
    spans = []
    for person in people:
        began = time.perf_counter()
        ask(person)
        spans.append((time.perf_counter() - began) * 1000)
    return np.array(spans[len(spans) // 10 :])


def _page_cpu(tenant: int, official, agency, people: list) -> float:
    """Return the milliseconds of CPU Python spends on a page, without the server and the network around it."""
    from django.test import Client

    lines = []
    for actor in (official, agency):
        client = Client(HTTP_HOST="127.0.0.1")
        client.cookies.load(_session(tenant, actor)["Cookie"])
        lines.append(client)
    ask = lambda at, person: lines[at % 2].post("/welfare/giving", {"who": _words(person), "gift": GIFT})  # noqa: E731 - one line, used twice
    for at, person in enumerate(people[:20]):
        ask(at, person)
    began = time.process_time()
    for at, person in enumerate(people[20:]):
        if ask(at, person).status_code != 200:
            raise RuntimeError("a page was not answered")
    return (time.process_time() - began) * 1000 / len(people[20:])


def _ask_pages(tenant: int, official, agency, people: list, *, pause_s: float) -> tuple[np.ndarray, float]:
    """Return the milliseconds of every page and how many were answered a second."""
    spans: list[float] = []
    failures: list[str] = []
    with _web_server() as port:
        cookies = [_session(tenant, actor) for actor in (official, agency)]

        def counter(at: int) -> None:
            headers = {"Content-Type": "application/x-www-form-urlencoded", **cookies[at % 2]}
            line = HTTPConnection("127.0.0.1", port, timeout=60)
            for turn, person in enumerate(people[at::N_COUNTERS]):
                body = urlencode({"who": _words(person), "gift": GIFT, "csrfmiddlewaretoken": "c" * 32})
                time.sleep(pause_s)
                began = time.perf_counter()
                line.request("POST", "/welfare/giving", body, headers)
                answer = line.getresponse()
                page = answer.read().decode()
                span = (time.perf_counter() - began) * 1000
                if answer.status != 200 or "duru-callout" not in page:
                    failures.append(f"{answer.status} {page[:300]}")
                    return
                if turn >= N_WARM:
                    spans.append(span)

        threads = [threading.Thread(target=counter, args=(at,)) for at in range(N_COUNTERS)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
    if failures:
        raise RuntimeError(f"a counter was not answered: {failures[0]}")
    return np.array(spans), len(people) / took


def _session(tenant: int, actor) -> dict[str, str]:
    from django.test import Client
    from django.utils import timezone

    from duru.blocks.access.api import User
    from duru.services.welfare.web.sitting import choose_purpose

    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    choose_purpose(session, "duplicate_check", now=timezone.now())
    session.save()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": "c" * 32}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def _ask_list(tenant: int, official, people: list) -> tuple[float, float, float]:
    from django.db import connection
    from django.utils import timezone

    from duru.blocks.exchange.api import ListedPerson
    from duru.blocks.tenancy.api import tenant_scope
    from duru.services.welfare.api import order_list_check, run_list_check

    with tenant_scope(tenant):
        rows = [ListedPerson(name, born, "", "", "") for _, name, _, _, born in people]
        check = order_list_check(
            by=official, title="연말", rows=rows, gift_key=GIFT, given_on=ledger.TODAY, at=timezone.now()
        )
    began, cpu = time.perf_counter(), time.process_time()
    done = run_list_check(tenant_id=tenant, list_id=check.id)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    if done.n_done != len(people):
        raise RuntimeError("the list was not checked to its end")
    print(f"  list: {done.counts}", file=sys.stderr)
    began = time.perf_counter()
    with tenant_scope(tenant), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            "SELECT t.name, t.born, count(h.id), max(h.given_on) FROM unnest(%s::text[], %s::date[]) AS t (name, born) "
            "LEFT JOIN registry_person p ON p.name = t.name AND p.birth_on = t.born LEFT JOIN linkage_link l ON l.person_id = p.id "
            "LEFT JOIN benefits_handout h ON h.record_id = l.record_id AND h.category = 'food' "
            "AND h.given_on > date '2026-11-22' - 365 GROUP BY t.name, t.born",
            [[row[1] for row in people], [row[4] for row in people]],
        )
        cursor.fetchall()
    return took, cpu, time.perf_counter() - began


def _words(person: tuple) -> str:
    return f"{person[1]} {person[2]} {person[3]}"
