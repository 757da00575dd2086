"""Create, start, stop and share the embedded PostgreSQL cluster of one home."""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from duru.conf import env, paths
from duru.conf.postgres import processes, roles
from duru.conf.postgres.binaries import Binaries, find_binaries
from duru.conf.postgres.errors import ClusterError
from duru.conf.postgres.layout import ADMIN, APP, OWNER, ROOT_BASE, SYSTEM_USER, Layout, layout_of

__all__ = ["ClusterInfo", "ClusterStatus", "binaries_of", "ensure_running", "running", "status", "stop"]

# After a kill -9 the dead postmaster may stay a zombie, or its children live on, for some seconds.
START_PATIENCE_SECONDS = 60
READY_SECONDS = 300  # recovery after a crash replays at most max_wal_size
STOP_SECONDS = 120

# One small server: 2 cores, 4 GiB. docs/decisions/0001 has the figures.
CONF = """\
# Written by 두루 at every start; set your own values with ALTER SYSTEM, which wins over this file.
listen_addresses = ''
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = {shared_buffers}
effective_cache_size = 1536MB
work_mem = 16MB
maintenance_work_mem = 256MB
# A file of 1 GiB writes 5 GB of log: at 1GB it forced a checkpoint every few seconds, and each page once more into the log.
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
jit = off
# The statement of a killed client ends within 2 s: until then its locks keep others waiting.
client_connection_check_interval = 2s
timezone = 'Asia/Seoul'
# No personal data in the log: an error's statement and DETAIL repeat the row's values.
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
fsync = {fsync}
synchronous_commit = {fsync}
full_page_writes = {fsync}
"""


@dataclass(frozen=True, slots=True)
class ClusterInfo:
    """The database to use: URLs of the two roles, server version, and whether this call started the server.

    `embedded` is False when `DURU_DATABASE_URL` names an outside server; nothing is ever started then.
    """

    owner_url: str
    app_url: str
    version: str
    started_by_us: bool
    embedded: bool = True


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """What is known of the embedded cluster without starting it."""

    initialised: bool
    pid: int | None
    data: Path
    sockets: Path
    version: str | None


def ensure_running(home: Path | None = None, *, durable: bool = True) -> ClusterInfo:
    """Start the embedded cluster when it is not running, creating it first when needed.

    With `DURU_DATABASE_URL` set nothing is started and that server's URLs are returned. Safe to call from several
    processes at once: one starts, the others wait.

    Args:
        home: the installation; default `DURU_HOME`.
        durable: False only for throw-away test clusters (fsync off).

    Raises:
        ClusterError: it cannot be created or started; the message says why, in Korean.
        EnvError: a `DURU_*` variable is wrong.
    """
    if home is None and env.find_text("DURU_DATABASE_URL") is not None:
        return _outside()
    layout = layout_of(home or paths.home())
    layout.home.mkdir(parents=True, exist_ok=True)
    with _locked(layout, "start.lock", fcntl.LOCK_EX):
        binaries = find_binaries(layout)
        user = _server_user(layout)
        fresh = not layout.initialised
        if fresh:
            _initialise(layout, binaries, user, durable=durable)
        started = not processes.takes_connections(layout, patience_s=READY_SECONDS)
        if started:
            _start(layout, binaries, user, durable=durable)
        _provision_when_needed(layout, binaries)
    return ClusterInfo(layout.url(OWNER), layout.url(APP), binaries.version, started)


@contextmanager
def running(home: Path | None = None, *, durable: bool = True) -> Iterator[ClusterInfo]:
    """Hold the cluster running for the length of a `with` block.

    Several processes may hold it at once. The last to leave stops it, when a holder and not `ensure_running` alone
    had started it; a holder killed with -9 counts as gone.
    """
    if home is None and env.find_text("DURU_DATABASE_URL") is not None:
        yield _outside()
        return
    layout = layout_of(home or paths.home())
    layout.home.mkdir(parents=True, exist_ok=True)
    lease = _open_lock(layout, "lease.lock")
    marker = _state_folder(layout) / "started-by-lease"
    try:
        fcntl.flock(lease, fcntl.LOCK_SH)
        info = ensure_running(layout.home, durable=durable)
        if info.started_by_us:
            marker.touch()
        yield info
    finally:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # somebody else still uses it and will stop it
        else:
            if marker.exists():
                stop(layout.home)
                marker.unlink(missing_ok=True)
        os.close(lease)


def stop(home: Path | None = None) -> bool:
    """Stop the embedded cluster, rolling back what is in flight; False when it was not running.

    Raises:
        ClusterError: it does not stop, or belongs to another user.
    """
    layout = layout_of(home or paths.home())
    if not layout.initialised or (server := processes.postmaster(layout)) is None:
        return False
    _server_user(layout)
    # Not `pg_ctl stop`: it fails for a server killed a moment ago and waits two minutes for the zombie of one.
    with suppress(psutil.NoSuchProcess):
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
    deadline = time.monotonic() + STOP_SECONDS
    while processes.postmaster(layout) is not None:
        if time.monotonic() > deadline:
            raise ClusterError(f"PostgreSQL(프로세스 {server.pid})이 {STOP_SECONDS}초 동안 멈추지 않았습니다.")
        time.sleep(0.05)
    return True


def status(home: Path | None = None) -> ClusterStatus:
    """Look at the embedded cluster without changing anything."""
    layout = layout_of(home or paths.home())
    version = (layout.data / "PG_VERSION").read_text().strip() if layout.initialised else None
    server = processes.postmaster(layout) if layout.initialised else None
    return ClusterStatus(
        layout.initialised,
        server.pid if server else None,
        layout.data,
        layout.sockets,
        version,
    )


def binaries_of(home: Path | None = None) -> Binaries:
    """Return the PostgreSQL programs that go with the cluster (pg_dump, pg_restore, psql).

    Raises:
        ClusterError: none found.
    """
    return find_binaries(layout_of(home or paths.home()), to_serve=False)


def _outside() -> ClusterInfo:
    app_url, owner_url = env.database_url(), env.owner_database_url()
    try:
        with psycopg.connect(app_url, connect_timeout=5) as conn:
            version = conn.info.parameter_status("server_version") or ""
    except psycopg.OperationalError as error:
        raise ClusterError(f"DURU_DATABASE_URL의 데이터베이스에 연결하지 못했습니다: {error}") from error
    return ClusterInfo(owner_url, app_url, version, started_by_us=False, embedded=False)


def _server_user(layout: Layout) -> pwd.struct_passwd | None:
    """Return the user who must run the server, None for ourselves; makes the system user when root needs it."""
    if os.geteuid() != 0:
        try:
            pwd.getpwuid(os.geteuid())
        except KeyError:
            raise ClusterError(
                f"사용자 번호 {os.geteuid()}의 이름이 /etc/passwd에 없어 PostgreSQL을 켤 수 없습니다. "
                "컨테이너라면 이 번호의 줄을 /etc/passwd에 넣거나 --user 없이 켜십시오."
            ) from None
        if layout.data.exists() and layout.data.stat().st_uid != os.geteuid():
            raise ClusterError(
                f"{layout.data}은(는) 다른 사용자가 만든 데이터베이스입니다. 그 사용자(또는 root)로 실행하거나 "
                "DURU_HOME에 다른 폴더를 적으십시오."
            )
        return None
    if layout.data.exists() and layout.data.stat().st_uid != 0:
        return pwd.getpwuid(layout.data.stat().st_uid)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    if shutil.which("useradd") is None:
        raise ClusterError(
            "root로 실행 중인데 useradd가 없어 PostgreSQL을 켤 사용자를 만들 수 없습니다. "
            "apt-get install -y passwd를 하거나 보통 사용자로 실행하십시오."
        )
    done = subprocess.run(
        ["useradd", "--system", "--user-group", "--home-dir", str(ROOT_BASE), "--shell", "/usr/sbin/nologin"]
        + [SYSTEM_USER],
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        return pwd.getpwnam(SYSTEM_USER)  # another process may have been quicker than we
    except KeyError:
        raise ClusterError(
            f"PostgreSQL을 켤 사용자 {SYSTEM_USER}을(를) 만들지 못했습니다. {done.stderr.strip()}"
        ) from None


def _initialise(layout: Layout, binaries: Binaries, user: pwd.struct_passwd | None, *, durable: bool) -> None:
    layout.base.mkdir(parents=True, exist_ok=True)
    # A kill during an earlier initdb leaves a data directory without PG_VERSION as its last file.
    shutil.rmtree(layout.data, ignore_errors=True)
    _private_folder(layout.data, user)
    password_file = layout.base / "bootstrap-password"
    try:
        password_file.touch(0o600)
        password_file.write_text(roles.write_password(layout, ADMIN) + "\n")
        _give(password_file, user)
        command = [binaries.program("initdb"), "-D", layout.data, "-U", ADMIN, "--encoding=UTF8"]
        # --locale=C would blind pg_trgm to Hangul (no trigram at all); C.UTF-8 sorts Hangul in dictionary order.
        if binaries.major >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--locale=C.UTF-8", "--auth-local=scram-sha-256", "--auth-host=scram-sha-256"]
        command += [f"--pwfile={password_file}"] + ([] if durable else ["--no-sync"])
        _run(command, user)
    except BaseException:
        shutil.rmtree(layout.data, ignore_errors=True)
        raise
    finally:
        password_file.unlink(missing_ok=True)


def _start(layout: Layout, binaries: Binaries, user: pwd.struct_passwd | None, *, durable: bool) -> None:
    for folder in (layout.sockets, layout.log):
        _private_folder(folder, user)
    conf = layout.data / "duru.conf"
    conf.write_text(
        CONF.format(
            sockets=layout.sockets,
            log=layout.log,
            shared_buffers="512MB" if durable else "128MB",
            fsync="on" if durable else "off",
        )
    )
    _give(conf, user)
    if layout.base != layout.home / "pg":
        # The only way to tell later to whom this cluster belonged (`duru doctor` names those of deleted homes).
        (layout.base / "home").write_text(f"{layout.home}\n")
    main_conf = layout.data / "postgresql.conf"
    if "include_if_exists = 'duru.conf'" not in main_conf.read_text():
        with main_conf.open("a") as out:
            out.write("\ninclude_if_exists = 'duru.conf'\n")
    log = layout.log / "start.log"
    command = [binaries.program("pg_ctl"), "-D", layout.data, "-w", "-t", str(READY_SECONDS), "-s", "-l", log, "start"]
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while True:
        processes.clear_stale_locks(layout)
        log.unlink(missing_ok=True)
        try:
            _run(command, user)
            return
        except ClusterError as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            orphaned = "pre-existing shared memory" in said
            if not (orphaned or "lock file" in said) or time.monotonic() > deadline:
                raise ClusterError(f"PostgreSQL이 켜지지 않습니다. {said.strip()[-800:]} {error}") from error
        if orphaned:
            processes.end_orphans(layout)
        time.sleep(0.5)


def _provision_when_needed(layout: Layout, binaries: Binaries) -> None:
    # The stamp names what was made; a release that adds a role or extension changes it and the step runs again.
    wanted = f"{binaries.major} {roles.EXTENSIONS} {roles.LEAKPROOF_FUNCTIONS}"
    stamp = _state_folder(layout) / "provisioned"
    complete = layout.passfile(OWNER).exists() and layout.passfile(APP).exists()
    if complete and stamp.exists() and stamp.read_text() == wanted:
        return
    try:
        roles.provision(layout)
    except psycopg.OperationalError as error:
        raise ClusterError(
            f"데이터베이스 관리자 비밀번호({layout.passfile(ADMIN)})가 맞지 않습니다. 백업에서 secrets 폴더를 되살리십시오. {error}"
        ) from error
    stamp.write_text(wanted)


def _private_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make a 0700 folder of the server's user; refuse one that somebody else put there (a trap laid in /tmp)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    expected = user.pw_uid if user else os.geteuid()
    found = folder.lstat()
    if found.st_uid not in (expected, os.geteuid()):
        raise ClusterError(f"{folder}의 주인이 다릅니다. 그 폴더를 지우고 다시 하십시오.")
    _give(folder, user)
    folder.chmod(0o700)


def _give(path: Path, user: pwd.struct_passwd | None) -> None:
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)


def _run(command: list[object], user: pwd.struct_passwd | None) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LD_", "LC_", "LANG"))}
    environ |= {"LC_ALL": "C.UTF-8", "HOME": user.pw_dir if user else os.path.expanduser("~")}
    done = subprocess.run(
        [str(part) for part in command],
        env=environ,
        cwd="/",
        # Files and not pipes: the server inherits them and would keep a pipe open for ever.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        umask=0o077,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode != 0:
        said = (done.stderr or b"").decode(errors="replace").strip()
        raise ClusterError(
            f"{Path(str(command[0])).name}이(가) 실패했습니다(종료 코드 {done.returncode}). {said[-800:]}"
        )


def _state_folder(layout: Layout) -> Path:
    folder = layout.home / "run"
    folder.mkdir(exist_ok=True)
    return folder


def _open_lock(layout: Layout, name: str) -> int:
    return os.open(_state_folder(layout) / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _locked(layout: Layout, name: str, mode: int) -> Iterator[None]:
    descriptor = _open_lock(layout, name)
    try:
        fcntl.flock(descriptor, mode)
        yield
    finally:
        os.close(descriptor)
