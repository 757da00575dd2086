"""Where checkpoints are kept outside the database."""

import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from duru.conf import env, paths


class CheckpointPlace(Protocol):
    """A place that whoever can change the database cannot change."""

    name: str

    def put(self, origin: str, note: str, *, at: datetime) -> None:
        """Keep a note for good.

        Raises:
            OSError: the place is away or full; the next checkpoint says more than this one.
        """
        ...

    def notes_of(self, origin: str) -> list[str]:
        """Return the notes kept of a log, oldest first."""
        ...


class Folder:
    """A folder, best on another machine: one file per log and month, to which notes are added."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.name = str(folder)

    def put(self, origin: str, note: str, *, at: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{_file_name(origin)}-{at:%Y-%m}.txt").open("ab") as file:
            file.write(note.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def notes_of(self, origin: str) -> list[str]:
        notes = []
        for path in sorted(self._folder.glob(f"{_file_name(origin)}-*.txt")):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            # Three lines, an empty one, the signature, an empty one; half a note at the end (no power) is none.
            notes += ["".join(lines[at : at + 5]) for at in range(0, len(lines) - 4, 6)]
        return notes


def checkpoint_place() -> CheckpointPlace:
    """Return the place this installation uses: `DURU_CHECKPOINT_DIR`, else a folder beside the database."""
    return Folder(env.checkpoint_folder() or paths.home() / "checkpoints")


def _file_name(origin: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in origin)
