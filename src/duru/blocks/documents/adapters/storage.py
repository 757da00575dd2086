"""Where bytes lie: one folder a tenant, behind a Protocol that object storage could stand behind too."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

BLOCK = 1 << 20


class TooLarge(Exception):
    """More bytes came than may be kept; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: name, bytes, hash (SHA-256, hex)."""

    name: str
    size: int
    sha256: str


class FileStore(Protocol):
    """Keeps files under names that are never used twice. A file is whole or not there."""

    def keep(self, name: str, file: BinaryIO, *, most: int) -> Kept:
        """Write a file to the end; on return it survives a power cut.

        Raises:
            TooLarge: it has more than `most` bytes.
        """

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading.

        Raises:
            FileNotFoundError: it is not there.
        """

    def path(self, name: str) -> Path:
        """Return a path under which a child process may read the file."""

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""

    def older_than(self, moment: float) -> Iterator[str]:
        """Yield names of files last written before a moment (seconds since 1970)."""


class TenantFolder:
    """Files of one tenant in a folder of this machine: 0700, written aside, synced, renamed."""

    def __init__(self, tenant_id: int):
        self._folder = Path(settings.MEDIA_ROOT) / "documents" / str(tenant_id)

    def keep(self, name: str, file: BinaryIO, *, most: int) -> Kept:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = hashlib.sha256()
        size = 0
        # Written aside in the same folder: a kill leaves a file that the sweep knows by its age.
        handle, scratch = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as target:
                while block := file.read(BLOCK):
                    size += len(block)
                    if size > most:
                        raise TooLarge
                    seen.update(block)
                    target.write(block)
                target.flush()
                os.fsync(target.fileno())
            Path(scratch).rename(self._at(name))
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return Kept(name, size, seen.hexdigest())

    def open(self, name: str) -> BinaryIO:
        return self._at(name).open("rb")

    def path(self, name: str) -> Path:
        return self._at(name)

    def delete(self, name: str) -> None:
        self._at(name).unlink(missing_ok=True)

    def older_than(self, moment: float) -> Iterator[str]:
        if self._folder.is_dir():
            for each in self._folder.iterdir():
                if each.stat().st_mtime < moment:
                    yield each.name

    def _at(self, name: str) -> Path:
        # Names are our own; one that would lead to another folder is a mistake, and another tenant's file is not the answer.
        if Path(name).name != name:
            raise FileNotFoundError(name)
        return self._folder / name


def store_of(tenant_id: int) -> FileStore:
    """Return the store of a tenant."""
    return TenantFolder(tenant_id)
