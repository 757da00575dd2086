"""What `duru doctor` looks at. Each function looks at one thing and returns what it found."""

import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from datetime import UTC, datetime

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict

from duru.conf import assets, env, paths, postgres, reading, schema
from duru.conf.postgres.binaries import OLDEST_MAJOR, WITHOUT_TLS
from duru.conf.postgres.roles import LEAKPROOF_FUNCTIONS
from duru.conf.variables import VARIABLES
from duru.site.watch.findings import Finding, State, is_serving, of_machine, of_service

__all__ = ["examine"]

GIB = 2**30
PAPER_PACKAGES = {
    "libpango-1.0-0": "pango-1.0",
    "libpangoft2-1.0-0": "pangoft2-1.0",
    "libharfbuzz-subset0": "harfbuzz-subset",
}
LEAST_LOG_MIB = 2048  # docs/decisions/0012: a file of 1 GiB writes 5 GB of log
GOOD_MEMORY_BYTES = int(3.5 * GIB)  # "4 GiB" machines report a little less


def examine() -> list[Finding]:
    """Look at everything. An embedded database that does not run is started for the look and stopped again."""
    now = datetime.now(UTC)
    found = [*_machine(), *_settings(), _places(), *_web(), *_fonts(), _paper(), *of_machine(now)]
    if any(each.state is State.BAD and each.name.startswith("설정") for each in found):
        return found  # without readable settings nothing is known of the database
    try:
        found += _encryption()
        with postgres.running() as info:
            found += _database(info)
            found += of_service(info.app_url, now=now, is_serving=is_serving())
    except (postgres.ClusterError, env.EnvError, psycopg.Error, OSError) as error:
        found.append(Finding(State.BAD, "데이터베이스", str(error), "위 글의 말대로 고친 뒤 다시 살펴보십시오."))
    return found


def _machine() -> Iterator[Finding]:
    yield Finding(State.GOOD, "파이썬", platform.python_version())
    memory = psutil.virtual_memory().total
    enough = memory >= GOOD_MEMORY_BYTES
    yield Finding(
        State.GOOD if enough else State.WORTH_A_LOOK,
        "메모리",
        f"{memory / GIB:.1f} GiB",
        "" if enough else "4 GiB 이상을 권합니다. 큰 파일을 올릴 때 느려질 수 있습니다.",
    )
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    names = sys.getfilesystemencoding().lower().replace("-", "")
    if encoding == names == "utf8":
        yield Finding(State.GOOD, "글자", "UTF-8")
    else:
        yield Finding(State.WORTH_A_LOOK, "글자", f"화면 {encoding}, 파일 이름 {names}", "export LC_ALL=C.UTF-8")


def _settings() -> Iterator[Finding]:
    for wrong in env.check_all():
        yield Finding(State.BAD, f"설정 {wrong.split('=')[0].split(':')[0]}", "잘못된 값", wrong)
    for known in VARIABLES:
        value = os.environ.get(known.name, "").strip()
        if value:
            yield Finding(State.GOOD, f"설정 {known.name}", "(가림)" if known.secret else value, known.meaning)
    if env.find_text("DURU_DEBUG") in reading.TRUE_WORDS and env.find_text("DURU_BIND") not in (
        "127.0.0.1",
        "localhost",
    ):
        yield Finding(
            State.BAD, "개발용 화면", "바깥에서 열 수 있음", "DURU_DEBUG를 끄십시오. 오류 화면에 자료가 보입니다."
        )


def _places() -> Finding:
    secrets = paths.secrets()
    if not secrets.exists():
        return Finding(State.GOOD, "비밀값 폴더", "아직 없음(처음 켤 때 만듭니다)")
    open_to_others = [each for each in (secrets, *secrets.iterdir()) if each.stat().st_mode & 0o077]
    if open_to_others:
        names = ", ".join(each.name for each in open_to_others)
        return Finding(State.BAD, "비밀값 폴더", f"다른 사용자가 읽을 수 있음: {names}", f"chmod -R go= {secrets}")
    return Finding(State.GOOD, "비밀값 폴더", f"{secrets} (주인만 읽음)")


def _web() -> Iterator[Finding]:
    if assets.is_current():
        yield Finding(State.GOOD, "화면 꾸러미", str(paths.assets() / "vendor"))
    else:
        yield Finding(State.BAD, "화면 꾸러미", "없거나 오래됨", "./run을 다시 하십시오.")
    try:
        host, port = env.bind(), env.port()
    except env.EnvError:
        return  # told among the settings
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            yield Finding(
                State.WORTH_A_LOOK,
                "포트",
                f"{host}:{port} {error.strerror}",
                "두루가 켜져 있으면 그대로 두고, 아니면 DURU_PORT를 바꾸십시오.",
            )
        else:
            yield Finding(State.GOOD, "포트", f"{host}:{port} 비어 있음")


def _fonts() -> Iterator[Finding]:
    if shutil.which("fc-list") is None:
        yield Finding(
            State.WORTH_A_LOOK, "한글 글꼴", "알 수 없음(fontconfig 없음)", "apt-get install fontconfig fonts-nanum"
        )
        return
    listed = subprocess.run(["fc-list", ":lang=ko", "family"], capture_output=True, text=True, check=False).stdout
    families = sorted({line.split(",")[0] for line in listed.splitlines() if line})
    if families:
        yield Finding(State.GOOD, "한글 글꼴", f"{families[0]} 등 {len(families)}가지")
    else:
        yield Finding(
            State.WORTH_A_LOOK, "한글 글꼴", "없음", "서버에서 문서를 그릴 때 필요합니다: apt-get install fonts-nanum"
        )


def _paper() -> Finding:
    """Look for what lays out a PDF; a letter goes as HWPX without it."""
    missing = [package for package, library in PAPER_PACKAGES.items() if find_library(library) is None]
    if not missing:
        return Finding(State.GOOD, "PDF", "만들 수 있음")
    return Finding(State.WORTH_A_LOOK, "PDF", "HWPX만 됨", f"apt-get install {' '.join(missing)}")


def _encryption() -> Iterator[Finding]:
    """Look at what speaks to a server that demands TLS: our own driver, and pg_dump for backups."""
    modes = {conninfo_to_dict(url).get("sslmode") for url in (env.database_url(), env.owner_database_url())}
    if not modes & {"require", "verify-ca", "verify-full"}:
        return
    try:
        psycopg.connect("host=/nonexistent sslmode=require").close()
    except psycopg.OperationalError as error:
        if WITHOUT_TLS in str(error):
            yield Finding(
                State.BAD,
                "암호화 연결",
                "파이썬의 libpq가 TLS를 못 함",
                "psycopg[binary] 꾸러미를 다시 설치하십시오: .venv를 지우고 ./run",
            )
        else:
            yield Finding(State.GOOD, "암호화 연결", f"libpq {psycopg.pq.version() // 10000}, TLS 됨")
    tools = postgres.binaries_of()
    if tools.speaks_tls():
        yield Finding(State.GOOD, "백업 도구", f"pg_dump {tools.version}, TLS 됨")
    else:
        yield Finding(
            State.BAD,
            "백업 도구",
            f"pg_dump {tools.version}({tools.origin})은(는) TLS를 못 해 이 서버를 백업할 수 없음",
            "서버와 같은 판의 postgresql-client를 설치하고 그 bin 폴더를 DURU_PG_BIN에 적으십시오. "
            "예: apt-get install postgresql-client-18, DURU_PG_BIN=/usr/lib/postgresql/18/bin",
        )


def _database(info: postgres.ClusterInfo) -> Iterator[Finding]:
    kind = "내장" if info.embedded else "바깥 서버"
    with psycopg.connect(info.app_url, connect_timeout=5) as conn:
        version = conn.info.server_version // 10000
        seen = f"{kind} {conn.info.parameter_status('server_version')}"
        if version >= OLDEST_MAJOR:
            yield Finding(State.GOOD, "PostgreSQL", seen)
        else:
            yield Finding(State.BAD, "PostgreSQL", seen, f"{OLDEST_MAJOR} 이상이 필요합니다.")
        yield from _serving_role(conn)
        yield from _letters(conn)
        yield from _log_size(conn)
    if schema.is_current(info.owner_url):
        yield Finding(State.GOOD, "표", "이 판에 맞음")
    else:
        yield Finding(State.WORTH_A_LOOK, "표", "이 판보다 오래되었거나 아직 없음", "duru up이 고칩니다.")


def _log_size(conn: psycopg.Connection) -> Iterator[Finding]:
    (mib,) = conn.execute("SELECT setting::int FROM pg_settings WHERE name = 'max_wal_size'").fetchone() or (0,)
    if mib >= LEAST_LOG_MIB:
        yield Finding(State.GOOD, "데이터베이스 로그", f"max_wal_size {mib / 1024:g}GB")
    else:
        yield Finding(
            State.WORTH_A_LOOK,
            "데이터베이스 로그",
            f"max_wal_size {mib / 1024:g}GB: 큰 파일을 받을 때 느림",
            "슈퍼유저로 한 번: ALTER SYSTEM SET max_wal_size = '4GB'; SELECT pg_reload_conf(); (디스크에 4GB가 더 듭니다)",
        )


def _serving_role(conn: psycopg.Connection) -> Iterator[Finding]:
    role, is_super, bypasses, n_owned = conn.execute(
        "SELECT rolname, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
        " FROM pg_roles r WHERE rolname = current_user"
    ).fetchone() or ("?", False, False, 0)
    if is_super or bypasses or n_owned:
        yield Finding(
            State.BAD,
            "서비스 역할",
            f"{role}의 권한이 너무 큼(표 {n_owned}개 소유)",
            "표를 갖지 않고 SUPERUSER·BYPASSRLS가 없는 역할을 DURU_DATABASE_URL에 쓰십시오.",
        )
    else:
        yield Finding(State.GOOD, "서비스 역할", f"{role}: 표를 갖지 않고 행 보안을 넘지 못함")


def _letters(conn: psycopg.Connection) -> Iterator[Finding]:
    (encoding,) = conn.execute("SHOW server_encoding").fetchone() or ("?",)
    if encoding == "UTF8":
        yield Finding(State.GOOD, "데이터베이스 글자", encoding)
    else:
        yield Finding(State.BAD, "데이터베이스 글자", encoding, "UTF8로 만든 데이터베이스가 필요합니다.")
    try:
        (n_trigrams,) = conn.execute("SELECT cardinality(show_trgm('홍길동'))").fetchone() or (0,)
    except psycopg.errors.UndefinedFunction:
        yield Finding(State.WORTH_A_LOOK, "이름 찾기", "pg_trgm이 아직 없음", "duru up이 만듭니다.")
        return
    if n_trigrams == 0:
        yield Finding(
            State.BAD, "이름 찾기", "한글을 보지 못하는 로캘", "로캘 C.UTF-8로 데이터베이스를 다시 만드십시오."
        )
        return
    (n_leaky,) = conn.execute(
        "SELECT count(*) FROM unnest(%s::text[]) AS wanted"
        " LEFT JOIN pg_proc ON pg_proc.oid = to_regprocedure(wanted) WHERE proleakproof IS NOT TRUE",
        [list(LEAKPROOF_FUNCTIONS)],
    ).fetchone() or (0,)
    if n_leaky:
        statements = "; ".join(f"ALTER FUNCTION {name} LEAKPROOF" for name in LEAKPROOF_FUNCTIONS)
        yield Finding(
            State.WORTH_A_LOOK, "이름 찾기", "되지만 느림(행 보안이 색인을 못 씀)", f"슈퍼유저로 한 번: {statements}"
        )
    else:
        yield Finding(State.GOOD, "이름 찾기", "한글 색인을 씀")
