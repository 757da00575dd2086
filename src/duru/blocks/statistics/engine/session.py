"""A DuckDB that answers one thing and goes: little memory, no network, no extensions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MEMORY = "1GB"


@contextmanager
def session(*, memory: str = MEMORY, threads: int = 0) -> Iterator[Any]:
    """Open a database in memory for the length of the block; what does not fit goes to a folder that is deleted after.

    Args:
        threads: at most so many; 0 leaves it to the machine.
    """
    import duckdb  # slow import: 60 MiB that no page needs

    with TemporaryDirectory(prefix="duru-statistics-") as scratch:
        config: dict[str, Any] = {
            "memory_limit": memory,
            "temp_directory": str(Path(scratch)),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
        if threads:
            config["threads"] = threads
        with duckdb.connect(":memory:", config=config) as conn:
            yield conn
