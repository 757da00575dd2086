"""Where one embedded cluster keeps its parts, and the URLs of its roles. Nothing here starts or creates anything."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

__all__ = ["ADMIN", "APP", "DATABASE", "OWNER", "PORT", "SYSTEM_USER", "Layout", "layout_of"]

ADMIN = "duru_admin"  # bootstrap superuser of the embedded cluster; only the runner uses it
OWNER = "duru_owner"  # owns the database, migrates, backs up
APP = "duru_app"  # serves; owns nothing
DATABASE = "duru"
PORT = 5432  # names the socket file only; the embedded cluster never listens on TCP
SYSTEM_USER = "duru"  # PostgreSQL refuses root, so root starts it as this system user

ROOT_BASE = Path("/var/lib/duru")
# sun_path holds 108 bytes with the closing NUL on Linux.
SOCKET_PATH_MAX_BYTES = 107


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one cluster.

    `home` is `DURU_HOME`; `base` holds the cluster (usually `home`/pg). Passwords stay in `home`/secrets, readable
    only by the person who runs 두루, even when another system user runs the server.
    """

    home: Path
    base: Path

    @property
    def data(self) -> Path:
        """The data directory, 0700, owned by the user who runs the server."""
        return self.base / "data"

    @property
    def sockets(self) -> Path:
        """The 0700 directory of the Unix socket; a short one under /tmp when `base` is too deep for a socket path."""
        near = self.base / "s"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_MAX_BYTES:
            return near
        return Path("/tmp") / f"duru-{short_hash(self.home)}"

    @property
    def log(self) -> Path:
        """The folder of the server's own logs."""
        return self.base / "log"

    @property
    def secrets(self) -> Path:
        """The folder of the password files."""
        return self.home / "secrets"

    def passfile(self, role: str) -> Path:
        """Return the password file of one role, in libpq's format, 0600."""
        return self.secrets / f"{role}.pgpass"

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the libpq URL of a role. It holds no password: libpq reads the role's password file."""
        host = quote(str(self.sockets), safe="")
        passfile = quote(str(self.passfile(role)), safe="")
        return f"postgresql://{role}@/{quote(database, safe='')}?host={host}&port={PORT}&passfile={passfile}"

    @property
    def initialised(self) -> bool:
        """Whether the cluster has been created."""
        return (self.data / "PG_VERSION").exists()


def layout_of(home: Path) -> Layout:
    """Return the layout of the cluster that belongs to a home.

    Root cannot run PostgreSQL and another user may not be able to enter `home` (a clone under /root): then the
    cluster lies in /var/lib/duru/<hash of home>. A cluster that already exists is used where it is.
    """
    home = home.resolve()
    near = Layout(home, home / "pg")
    if os.geteuid() != 0:
        return near
    far = Layout(home, ROOT_BASE / short_hash(home))
    if near.initialised or (not far.initialised and _enterable_by_all(home)):
        return near
    return far


def short_hash(home: Path) -> str:
    """Return twelve hexadecimal digits that name a home."""
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def _enterable_by_all(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return all(each.stat().st_mode & stat.S_IXOTH for each in (folder, *folder.parents))
