"""What the wall between tenants costs: the register under row-level security, and a bare copy of it with a plain filter beside it.

229 tenants in one table, as nationwide. Both are asked by the serving role on one connection with prepared statements, turn by turn, for
the same rows: people of one name key, the first page of a list, a count by 동 of a whole tenant, and an insert. The setting that names
the tenant is made once a request; what it costs is told beside the figures.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import psycopg

from bench import ledger
from bench.figures import Figure

SIZES = {"small": 300_000, "full": 2_000_000}
N_TENANTS, N_ROUNDS, GOAL = 229, 40, "<=1.15"
# question → (statement with {t} for the table and {mine} for the plain filter, times a round)
QUESTIONS = {
    "lookup": ("SELECT id, name, birth_on FROM {t} WHERE {mine} name_key = %(key)s ORDER BY id", 50),
    "list": ("SELECT id, name, birth_year FROM {t} WHERE {mine} name >= %(key)s ORDER BY name, birth_year LIMIT 25", 50),
    "count": ("SELECT dong_code, count(*) FROM {t} WHERE {mine} NOT is_protected GROUP BY dong_code ORDER BY 1", 2),
    "insert": (
        "INSERT INTO {t} (tenant_id, public_id, name, name_key, name_choseong, sex, phone, phone_tail, address, unit, dong_code, "
        "is_register, is_protected, status, created_at, refreshed_at) SELECT %(tenant)s, gen_random_uuid()::text::varchar(26), "
        "'새사람', 'n', '', '', '', '', '', '', '', true, false, 'living', now(), now() FROM generate_series(1, 20)", 2,
    ),
}  # fmt: skip


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Fill a fresh cluster and ask both, in turn."""
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-wall-", dir=ledger.SCRATCH))
    try:
        with ledger.fresh_cluster(folder / "home") as owner_url:
            from django.conf import settings

            from duru.conf import env

            fill(owner_url, SIZES[size], settings.DURU_SERVING_ROLE)
            with psycopg.connect(env.database_url(), autocommit=True, prepare_threshold=0) as serving:
                return measure(serving, SIZES[size])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(owner_url: str, n: int, serving_role: str) -> None:
    """Put the same rows into the register and into a copy of it without row security."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO tenancy_tenant (public_id, code, name, parent_name, kind, is_demo, is_government_site, created_at) "
            "SELECT 't' || n, 'c' || n, '구 ' || n, '', 'gu', false, false, now() FROM generate_series(1, %s) AS n",
            [N_TENANTS],
        )
        owner.execute("CREATE TABLE plain_person (LIKE registry_person INCLUDING ALL)")
        owner.execute(f"GRANT SELECT, INSERT ON plain_person TO {serving_role}")
        owner.execute(
            """INSERT INTO registry_person (tenant_id, public_id, name, name_key, name_choseong, birth_on, birth_year, sex, phone,
              phone_tail, address, unit, dong_code, is_register, is_protected, status, created_at, refreshed_at)
            SELECT t.id, 'p' || n, '사람' || n %% 997, 'k' || n %% 997, '', date '1940-01-01' + (n %% 20000)::int,
              1940 + (n %% 20000) / 365, 'F', '010' || n, '0000', '', '', 'd' || n %% 18, true, n %% 200 = 0, 'living', now(), now()
            FROM generate_series(1, %s) AS n JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM tenancy_tenant) AS t
              ON t.at = n %% %s""",
            [n, N_TENANTS],
        )
        owner.execute("INSERT INTO plain_person OVERRIDING SYSTEM VALUE SELECT * FROM registry_person ORDER BY id")
        owner.execute("SELECT setval(pg_get_serial_sequence('plain_person', 'id'), max(id)) FROM plain_person")
        owner.execute("ALTER TABLE plain_person ADD FOREIGN KEY (tenant_id) REFERENCES tenancy_tenant")
        owner.execute("VACUUM ANALYZE registry_person, plain_person")


def measure(serving: psycopg.Connection, n: int) -> tuple[list[Figure], list[str]]:
    """Ask turn by turn; a ratio is the median over rounds, in each of which both were asked the same."""
    tenants = [row[0] for row in serving.execute("SELECT id FROM tenancy_tenant ORDER BY id").fetchall()]
    ratios: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    ours_ms: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    settings, differing = [], 0
    for at in range(-5, N_ROUNDS):
        tenant, key = tenants[at * 37 % N_TENANTS], f"k{at * 71 % 997}"
        for name, (statement, times) in QUESTIONS.items():
            asked = {"key": key if name == "lookup" else "사람" + key[1:], "tenant": tenant}
            walled = statement.format(t="registry_person", mine="")
            plain = statement.format(t="plain_person", mine="tenant_id = %(tenant)s AND")
            spent = {}
            # The one that is asked first changes, so that neither has always the warmer cache.
            for which, query in sorted({"walled": walled, "plain": plain}.items(), reverse=at % 2 == 0):
                with serving.transaction(force_rollback=True):
                    started = time.perf_counter()
                    serving.execute("SELECT set_config('duru.tenant', %s, true)", [str(tenant)])
                    settings.append(time.perf_counter() - started)
                    answers = [_fetched(serving.execute(query, asked)) for _ in range(times)]
                    spent[which] = (time.perf_counter() - started - settings[-1], answers[0])
            differing += spent["walled"][1] != spent["plain"][1]
            if at >= 0:  # the first rounds plan and warm
                ratios[name].append(spent["walled"][0] / spent["plain"][0])
                ours_ms[name].append(spent["walled"][0] / times * 1000)
    medians = {name: statistics.median(each) for name, each in ratios.items()}
    figures = [Figure("wall.ratio", max(medians.values()), "배", "같은 표, 일반 필터", 1.0, GOAL)]
    figures += [
        Figure(f"wall.{name}_ratio", ratio, "배", "같은 표, 일반 필터", 1.0, GOAL) for name, ratio in medians.items()
    ]
    figures.append(Figure("wall.differing_answers", differing, "건", "같은 표, 일반 필터", None, "<=0"))
    told = ", ".join(f"{name} {statistics.median(each):.2f} ms" for name, each in ours_ms.items())
    return figures, [
        f"{n:,}줄, 자치단체 {N_TENANTS}곳. 벽 안에서: {told}. wall.ratio는 넷 가운데 가장 나쁜 것입니다.",
        f"요청마다 한 번 자치단체를 정하는 데 {statistics.median(settings) * 1000:.2f} ms (서버에서는 첫 문장과 함께 보냄)",
    ]


def _fetched(cursor: psycopg.Cursor) -> list | int:
    return cursor.fetchall() if cursor.description else cursor.rowcount
