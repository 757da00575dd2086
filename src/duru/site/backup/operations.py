"""Make a backup of an installation, and bring one back into an empty one."""

import hashlib
import io
import json
import os
import re
import secrets
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from psycopg import sql

from duru.conf import paths, postgres, schema
from duru.conf.postgres import ClusterInfo
from duru.site.backup.container import BackupDamaged, Closing, OpenedReader, Opening, SealedWriter

__all__ = ["BackupInfo", "BackupRefused", "make_backup", "prove_backup", "restore_backup"]

DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files"
BUFFER_BYTES = 1 << 20

Advance = Callable[[float, float], None]


class BackupRefused(Exception):
    """The restore would overwrite something, or a PostgreSQL program refused; the text is Korean."""


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup holds.

    `parts` maps each file's name inside to its size in bytes and SHA-256; `tables` each table to its number of rows and
    the sum of their hashes, of the same moment as the dump (empty in backups of the first format).
    """

    made_at: str
    duru_version: str
    postgres_version: str
    schema_hash: str
    parts: dict[str, tuple[int, str]]
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        """Bytes of all parts before encryption."""
        return sum(size for size, _ in self.parts.values())


def make_backup(
    target: Path, closing: Closing, *, info: ClusterInfo, now: datetime, advance: Advance = lambda done, total: None
) -> BackupInfo:
    """Write one encrypted file with the database (one consistent snapshot) and the uploads.

    Keys stay out: who holds a backup must not hold what opens the sealed fields inside it. The file appears under its
    name only when it is complete, readable by its owner alone.

    Raises:
        BackupRefused: `target` exists, or pg_dump failed.
    """
    if target.exists():
        raise BackupRefused(f"{target} 파일이 이미 있습니다. 다른 이름을 쓰십시오.")
    with tempfile.TemporaryDirectory(dir=paths.home(), prefix=".backup-") as scratch_name:
        dump = Path(scratch_name) / DUMP
        tables = _dump(dump, info.owner_url)
        members = [(DUMP, dump), *_uploads()]
        total = sum(path.stat().st_size for _, path in members)
        parts: dict[str, tuple[int, str]] = {}
        unfinished = target.with_name(target.name + ".unfinished")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                sealed = SealedWriter(out, closing)
                with tarfile.open(fileobj=cast(BinaryIO, sealed), mode="w|", bufsize=BUFFER_BYTES) as tar:
                    done = 0
                    for name, path in members:
                        parts[name] = _add_file(tar, name, path)
                        done += parts[name][0]
                        advance(done, total)
                    facts = BackupInfo(
                        now.isoformat(), version("duru"), info.version, schema.schema_hash(), parts, tables
                    )
                    _add_bytes(tar, MANIFEST, json.dumps(asdict(facts), ensure_ascii=False).encode())
                sealed.close()
                out.flush()
                os.fsync(out.fileno())
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return facts


def restore_backup(
    source: Path,
    opening: Opening,
    *,
    info: ClusterInfo,
    agree: Callable[[BackupInfo], bool],
    advance: Advance = lambda done, total: None,
) -> BackupInfo:
    """Bring a backup back into an installation without data.

    First the whole file is opened and every checksum compared, then `agree` is asked, then the database is filled under
    another name, and only a complete one takes the place of the empty one. A kill at any point leaves either the old
    empty database or the whole new one.

    Raises:
        BackupDamaged: changed, cut, or the wrong passphrase; nothing was touched.
        BackupRefused: the installation holds data, somebody is connected to it, or the person did not agree.
    """
    check_is_empty(info)
    with tempfile.TemporaryDirectory(dir=paths.home(), prefix=".restore-") as scratch_name:
        scratch = Path(scratch_name)
        facts = _open_and_verify(source, opening, scratch, advance)
        if not agree(facts):
            raise BackupRefused("되살리지 않았습니다. 아무것도 바꾸지 않았습니다.")
        # Uploads first: without rows that name them they are harmless, and the restore can simply be repeated.
        if (scratch / FILES).is_dir():
            shutil.copytree(scratch / FILES, paths.files(), dirs_exist_ok=True)
        _fill_database(scratch / DUMP, info, facts)
    # Grants belong to this installation's serving role, and a newer release may have newer tables.
    schema.bring_up_to_date(info)
    return facts


def check_is_empty(info: ClusterInfo) -> None:
    """Refuse an installation in which a local government is registered.

    Raises:
        BackupRefused: it has.
    """
    with psycopg.connect(info.owner_url) as conn:
        (table,) = conn.execute("SELECT to_regclass('public.tenancy_tenant')").fetchone() or (None,)
        if table is not None:
            names = conn.execute("SELECT name FROM tenancy_tenant ORDER BY id LIMIT 3").fetchall()
            if names:
                shown = ", ".join(name for (name,) in names)
                raise BackupRefused(f"이 설치에는 이미 자료가 있습니다({shown}). 빈 설치(새 DURU_HOME)에 되살리십시오.")


def _uploads() -> list[tuple[str, Path]]:
    root = paths.files()
    return [(f"{FILES}/{path.relative_to(root)}", path) for path in sorted(root.rglob("*")) if path.is_file()]


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> tuple[int, str]:
    """Add a file and return its size and SHA-256, both of what was read for the archive."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        entry = tar.gettarinfo(arcname=name, fileobj=file)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        tar.addfile(entry, cast(BinaryIO, _Counted(file, digest)))
    return entry.size, digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


class _Counted:
    """A file that feeds a digest with what is read from it."""

    def __init__(self, file: BinaryIO, digest):
        self._file, self._digest = file, digest

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data


def _open_and_verify(source: Path, opening: Opening, scratch: Path, advance: Advance) -> BackupInfo:
    """Unpack into a private folder and compare every part with the manifest, which is the last member."""
    found: dict[str, tuple[int, str]] = {}
    manifest = None
    total = source.stat().st_size
    with source.open("rb") as file:
        opened = OpenedReader(file, opening)
        try:
            with tarfile.open(fileobj=cast(BinaryIO, opened), mode="r|", bufsize=BUFFER_BYTES) as tar:
                for entry in tar:
                    if not entry.isfile():
                        continue
                    content = tar.extractfile(entry)
                    assert content is not None  # a regular file has content
                    if entry.name == MANIFEST:
                        manifest = content.read()
                    else:
                        found[entry.name] = _unpack(content, _inside(scratch, entry.name))
                    advance(file.tell(), total)
            while opened.read(BUFFER_BYTES):
                pass  # to the very end: only there is it known that nothing was cut off
        except tarfile.TarError as error:
            raise BackupDamaged("백업이 손상되었습니다(묶음을 풀 수 없음).") from error
    if manifest is None:
        raise BackupDamaged("백업에 목록이 없습니다. 끝이 잘린 파일입니다.")
    facts = json.loads(manifest)
    facts["parts"] = {name: (size, digest) for name, (size, digest) in facts["parts"].items()}
    if facts["parts"] != found:
        wrong = sorted(set(facts["parts"].items()) ^ set(found.items()))
        raise BackupDamaged(f"백업의 내용이 목록과 다릅니다: {wrong[0][0]}")
    facts["tables"] = {name: (n, total) for name, (n, total) in facts.get("tables", {}).items()}
    if _release(facts["duru_version"]) > _release(version("duru")):
        raise BackupRefused(
            f"더 새로운 두루({facts['duru_version']})로 만든 백업입니다. 그 판이나 더 새로운 판을 설치한 뒤 되살리십시오."
        )
    return BackupInfo(**facts)


def _inside(scratch: Path, name: str) -> Path:
    """Return where a part goes; a name that leaves the folder is a forged archive."""
    path = (scratch / name).resolve()
    if not path.is_relative_to(scratch.resolve()):
        raise BackupDamaged(f"백업에 있을 수 없는 이름이 있습니다: {name!r}")
    return path


def _unpack(content, path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        while block := content.read(BUFFER_BYTES):
            digest.update(block)
            size += len(block)
            out.write(block)
    return size, digest.hexdigest()


def prove_backup(source: Path, opening: Opening, *, info: ClusterInfo) -> BackupInfo:
    """Restore a backup beside the living database, compare every table's rows with the manifest, and throw it away.

    Raises:
        BackupDamaged: changed, cut, cannot be opened, or restored rows differ.
        BackupRefused: PostgreSQL would not restore it.
    """
    with tempfile.TemporaryDirectory(dir=paths.home(), prefix=".proof-") as scratch_name:
        facts = _open_and_verify(source, opening, Path(scratch_name), lambda done, total: None)
        with _filled_beside(Path(scratch_name) / DUMP, info, facts, "proof"):
            return facts


def _fill_database(dump: Path, info: ClusterInfo, facts: BackupInfo) -> None:
    name = _database_of(info.owner_url)
    emptied = f"{name}_empty_{secrets.token_hex(4)}"
    with _filled_beside(dump, info, facts, "restored") as (conn, filled):
        try:
            with conn.transaction():
                for old, new in ((name, emptied), (filled, name)):
                    conn.execute(
                        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
                    )
        except psycopg.errors.ObjectInUse as error:
            raise BackupRefused("다른 프로그램이 데이터베이스를 쓰고 있습니다. 두루를 끄고 다시 하십시오.") from error
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(emptied)))


@contextmanager
def _filled_beside(
    dump: Path, info: ClusterInfo, facts: BackupInfo, word: str
) -> Iterator[tuple[psycopg.Connection, str]]:
    """Fill a database of another name and compare it; whatever still has that name at the end is dropped."""
    filled = f"{_database_of(info.owner_url)}_{word}_{secrets.token_hex(4)}"
    url = _url_of(info.owner_url, filled)
    with psycopg.connect(_url_of(info.owner_url, "postgres"), autocommit=True) as conn:
        conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(filled)))
        try:
            options = ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--jobs=2"]
            _run_postgres("pg_restore", [*options, f"--dbname={url}", str(dump)])
            if facts.tables:
                with psycopg.connect(url) as restored:
                    found = _sums(restored)
                if found != facts.tables:
                    wrong = sorted(set(found.items()) ^ set(facts.tables.items()))
                    raise BackupDamaged(f"되살린 줄이 백업할 때와 다릅니다: {wrong[0][0]}")
            yield conn, filled
        finally:
            conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(filled)))


def _dump(dump: Path, owner_url: str) -> dict[str, tuple[int, str]]:
    """Write the dump and return the sums of its tables; both see the same moment."""
    with psycopg.connect(owner_url) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = conn.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run_postgres(
            "pg_dump", ["--format=custom", f"--snapshot={snapshot}", f"--file={dump}", f"--dbname={owner_url}"]
        )
        return _sums(conn)


def _sums(conn: psycopg.Connection) -> dict[str, tuple[int, str]]:
    """Return rows and the sum of the rows' hashes of every table, in whatever order they lie."""
    conn.execute("SET LOCAL timezone = 'UTC'")
    names = conn.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    sums = {}
    for (name,) in names:
        asked = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} t")
        n, total = conn.execute(asked.format(sql.Identifier(name))).fetchone() or (0, "0")
        sums[name] = (n, total)
    return sums


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _run_postgres(program: str, options: list[str]) -> None:
    command = [postgres.binaries_of().program(program), *options]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupRefused(f"{program}이(가) 실패했습니다. {done.stderr.strip()[-1500:]}")


def _database_of(url: str) -> str:
    return psycopg.conninfo.conninfo_to_dict(url)["dbname"]


def _url_of(url: str, database: str) -> str:
    """Return the same URL for another database of the server."""
    return re.sub(r"^(\w+://[^/]*/)[^?]*", rf"\g<1>{database}", url, count=1)
