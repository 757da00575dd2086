"""Who lives inside a circle of 300 m, and inside a 동 of 10,000: ours through row-level security, PostGIS on a bare table beside it.

Homes stand as densely as in Seoul (16,600 a km²), 25 to a building, buildings at random; a 동 is a jagged shape around 10,000 of them. Both
return person, longitude and latitude of everybody inside, by prepared statements and packed into one value, and must return the same people.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psycopg
import shapely

from bench import ledger
from bench.figures import Figure

SIZES = {"small": 100_000, "full": 1_000_000}
A_KM2, A_BUILDING, A_DONG = 16_600, 25, 10_000
WEST, SOUTH = 125.30, 35.60
N_ASKED, N_WARM = 300, 20
_DEBIAN = Path("/usr/lib/postgresql")


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Fill a fresh cluster, place the homes by the product's own deed, ask; then the same of PostGIS."""
    n = SIZES[size]
    folder = Path(tempfile.mkdtemp(prefix="bench-maps-", dir=_scratch()))
    try:
        with ledger.fresh_cluster(folder / "home") as owner:
            return _measure(n, owner, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scratch() -> Path:
    ledger.SCRATCH.mkdir(parents=True, exist_ok=True)
    return ledger.SCRATCH


def _measure(n: int, owner: str, folder: Path) -> tuple[list[Figure], list[str]]:
    from duru.blocks.maps.api import Area, homes_in, homes_within
    from duru.blocks.tenancy.api import tenant_scope

    tenant, seconds = _fill(n, owner)
    side_m = math.sqrt(n / A_KM2) * 1000
    rng = np.random.default_rng(7)
    # Whole circles and whole 동 inside the town, else the border makes them cheap.
    middles = [_lonlat(*rng.uniform(400, side_m - 400, 2)) for _ in range(N_ASKED + N_WARM)]
    reach_m = math.sqrt(A_DONG / A_KM2 / math.pi) * 1000
    dongs = [_jagged(*rng.uniform(reach_m * 1.2, side_m - reach_m * 1.2, 2), reach_m, rng) for _ in range(60 + N_WARM)]
    with tenant_scope(tenant):
        in_database = _clocked()
        circles, circle_ms = _timed(lambda at: homes_within(*at, 300), middles)
        circle_db = in_database()
        shapes, shape_ms = _timed(lambda shape: homes_in(Area("동", shape)), dongs)
        in_database()
    notes = [
        f"집 {n:,}곳, ㎢에 {A_KM2:,}곳; 놓는 데 {seconds:.1f}초(place_homes)",
        f"반경 300m 안 평균 {np.mean([len(each) for each in circles]):,.0f}명: 함수 전체 절반 {np.percentile(circle_ms, 50):.1f} ms, "
        f"99% {np.percentile(circle_ms, 99):.1f} ms; 데이터베이스(줄을 받기까지) 절반 {np.percentile(circle_db[N_WARM:], 50):.1f} ms",
        f"동 하나 평균 {np.mean([len(each) for each in shapes]):,.0f}명(함수 전체): 절반 {np.percentile(shape_ms, 50):.1f} ms",
    ]
    radius_p99, polygon_p99 = float(np.percentile(circle_db[N_WARM:], 99)), float(np.percentile(shape_ms, 99))
    peer = "PostGIS(행 보안 없는 표, GiST)"
    try:
        with _postgis(folder, owner) as ask:
            peer_circles, peer_circle_ms = _timed(lambda at: ask(_CIRCLE, at), middles)
            peer_shapes, peer_shape_ms = _timed(lambda shape: ask(_SHAPE, (shapely.to_wkb(shape),)), dongs)
    except (OSError, subprocess.CalledProcessError, psycopg.Error) as error:
        notes.append(f"PostGIS: 없음({error})")
        return [
            Figure("maps.radius_p99_ms", radius_p99, "ms", peer, None, "<=20"),
            Figure("maps.polygon_p99_ms", polygon_p99, "ms", peer, None, "<=200"),
        ], notes
    differing = sum(
        set(ours.person_ids.tolist()) != set(theirs["person_id"].tolist())
        for ours, theirs in [*zip(circles, peer_circles, strict=True), *zip(shapes, peer_shapes, strict=True)]
    )
    ratio = float(np.percentile(np.array(peer_circle_ms) / np.array(circle_ms), 50))
    shape_ratio = float(np.percentile(np.array(peer_shape_ms) / np.array(shape_ms), 50))
    notes.append(
        f"PostGIS: 반경 절반 {np.percentile(peer_circle_ms, 50):.1f} ms, 동 절반 {np.percentile(peer_shape_ms, 50):.1f} ms; "
        f"동 하나에서 PostGIS의 시간 ÷ 우리 시간 = {shape_ratio:.2f}"
    )
    return [
        Figure("maps.radius_p99_ms", radius_p99, "ms", peer, float(np.percentile(peer_circle_ms, 99)), "<=20"),
        Figure("maps.polygon_p99_ms", polygon_p99, "ms", peer, float(np.percentile(peer_shape_ms, 99)), "<=200"),
        Figure("maps.ratio_postgis", ratio, "x", "PostGIS의 시간 ÷ 우리 시간(반경, 함수 전체)", 1.0, ">=1"),
        Figure("maps.differing_answers", differing, "answers", peer, 0, "<=0"),
    ], notes


def _lonlat(east_m: float, north_m: float) -> tuple[float, float]:
    return WEST + east_m / (111_195.08 * math.cos(math.radians(SOUTH))), SOUTH + north_m / 111_195.08


def _jagged(east_m: float, north_m: float, reach_m: float, rng) -> shapely.Polygon:
    """Return a shape of 200 corners with about the area of a circle of this reach."""
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    reach = reach_m * (1 + 0.12 * np.sin(5 * angle + rng.uniform(0, 6)) + rng.uniform(-0.03, 0.03, 200))
    return shapely.Polygon(
        [_lonlat(east_m + r * math.cos(a), north_m + r * math.sin(a)) for r, a in zip(reach, angle, strict=True)]
    )


def _fill(n: int, owner: str) -> tuple[int, float]:
    """Invent buildings and people with SQL, place their homes with the product; returns the tenant and the seconds of the placing."""
    from django.db import connection

    from duru.blocks.access.api import system_actor
    from duru.blocks.maps.api import place_homes
    from duru.blocks.places.api import Building
    from duru.blocks.registry.api import Person
    from duru.blocks.tenancy.api import add_tenant, refresh_statistics, tenant_scope

    tenant = add_tenant(code=ledger.TENANT_CODE, name="시험구").id
    side_m = math.sqrt(n / A_KM2) * 1000
    width, height = np.subtract(_lonlat(side_m, side_m), (WEST, SOUTH))
    with tenant_scope(tenant), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a million rows at once
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            "INSERT INTO places_building (building_no, sgg_name, road_name, road_no, legal_dong, legal_ri, legal_dong_code, lot_no, name,"
            " postcode, dong_code, road_key, lot_key, lon, lat, h3) SELECT i::text, '', '', '', '', '', '', '', '', '', '', i::text, '',"
            " %s + random() * %s, %s + random() * %s, 1 FROM generate_series(1, %s) i",
            [WEST, float(width), SOUTH, float(height), n // A_BUILDING],
        )
        cursor.execute("SELECT min(id) FROM places_building")
        first = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO registry_person (public_id, name, name_key, name_choseong, sex, phone, phone_tail, address, unit, dong_code, is_register,"
            " is_protected, status, created_at, refreshed_at, building_id, birth_year) SELECT lpad(i::text, 26, '0'), '가나다', '', '', '', '', '', '', '',"
            " '', true, false, 'living', now(), now(), %s + i %% %s, 1950 FROM generate_series(1, %s) i",
            [first, n // A_BUILDING, n],
        )
    with tenant_scope(tenant):
        refresh_statistics(Building, Person)
    began = time.perf_counter()
    with tenant_scope(tenant):
        placed = place_homes(by=system_actor())
    assert placed.n_building == n
    with psycopg.connect(owner, autocommit=True) as connection_of_owner:  # what autovacuum does within minutes
        connection_of_owner.execute("VACUUM (ANALYZE) maps_home")
    return tenant, time.perf_counter() - began


def _clocked() -> Callable[[], np.ndarray]:
    """Measure what the database takes until its rows are here; the function returned gives the milliseconds so far and begins anew."""
    from django.db import connection

    spans: list[float] = []
    fetch = connection.fetch_prepared

    def timed(*arguments, **options):
        began = time.perf_counter()
        try:
            return fetch(*arguments, **options)
        finally:
            spans.append((time.perf_counter() - began) * 1000)

    connection.fetch_prepared = timed

    def read() -> np.ndarray:
        so_far = np.array(spans)
        spans.clear()
        return so_far

    return read


def _timed(ask: Callable, questions: list) -> tuple[list, list[float]]:
    answers, spans = [], []
    for at, question in enumerate(questions):
        began = time.perf_counter()
        answer = ask(question)
        span = (time.perf_counter() - began) * 1000
        if at >= N_WARM:
            answers.append(answer)
            spans.append(span)
    return answers, spans


# On the sphere like ours (its default, the spheroid, is slower and differs by up to 0.5 %).
_PACKED = "SELECT coalesce(string_agg(int8send(person_id) || float8send(lon) || float8send(lat), ''::bytea), ''::bytea)"
_ROW = np.dtype([("person_id", ">i8"), ("lon", ">f8"), ("lat", ">f8")])
_CIRCLE = f"{_PACKED} FROM home WHERE tenant_id = 1 AND ST_DWithin(geog, ST_Point(%s, %s)::geography, 300, false)"
_SHAPE = f"{_PACKED} FROM home WHERE tenant_id = 1 AND ST_Intersects(geom, ST_SetSRID(ST_GeomFromWKB(%s), 4326))"


@contextmanager
def _postgis(folder: Path, owner: str) -> Iterator[Callable]:
    """Start Debian's PostgreSQL with PostGIS in a throw-away cluster with the same homes; yields how to ask it.

    Raises:
        OSError, CalledProcessError, psycopg.Error: it is not installed or does not start (apt-get install postgresql-15-postgis-3).
    """
    binaries = max(_DEBIAN.glob("*/bin/initdb"), default=None)
    if binaries is None:
        raise OSError("apt-get install postgresql-15-postgis-3")
    own = Path(tempfile.mkdtemp(prefix="postgis-", dir="/var/tmp"))
    shutil.chown(own, "postgres")
    data, bin_ = own / "data", binaries.parent
    as_postgres = {"user": "postgres", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": own}
    try:
        subprocess.run(
            [bin_ / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], check=True, **as_postgres
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={own} -c jit=off -c shared_buffers=256MB -c max_wal_size=4GB"
        subprocess.run([bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "start"], check=True, **as_postgres)
        with psycopg.connect(host=str(own), user="postgres", dbname="postgres", autocommit=True) as there:
            there.execute("CREATE EXTENSION postgis")
            there.execute(
                "CREATE TABLE home (tenant_id int, person_id bigint, lon float8, lat float8, geog geography(point), geom geometry(point, 4326))"
            )
            with (
                psycopg.connect(owner) as here,
                there.cursor() as into,
                into.copy("COPY home (tenant_id, person_id, lon, lat) FROM STDIN") as copy,
                here.cursor() as out,
                out.copy("COPY (SELECT 1, person_id, lon, lat FROM maps_home ORDER BY cell) TO STDOUT") as rows,
            ):
                for block in rows:
                    copy.write(block)
            there.execute(
                "UPDATE home SET geom = ST_SetSRID(ST_Point(lon, lat), 4326), geog = ST_Point(lon, lat)::geography"
            )
            there.execute("CREATE INDEX ON home USING gist (geog)")
            there.execute("CREATE INDEX ON home USING gist (geom)")
            there.execute("CLUSTER home USING home_geog_idx")
            there.execute("VACUUM (ANALYZE) home")

            def ask(query: str, parameters: tuple) -> np.ndarray:
                ((packed,),) = there.execute(query, parameters, prepare=True, binary=True).fetchall()
                return np.frombuffer(packed, dtype=_ROW)

            yield ask
    finally:
        subprocess.run([bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, **as_postgres)
        shutil.rmtree(own, ignore_errors=True)
