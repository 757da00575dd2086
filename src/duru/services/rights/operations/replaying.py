"""What was destroyed, written outside the database, so that a restored backup does not bring it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from duru.blocks.tenancy.api import current_tenant_id
from duru.conf import paths


def log_of_tenant(tenant_id: int) -> Path:
    """Return the file in which a tenant's destructions stand, one JSON object a line: days, counts and opaque ids only."""
    return paths.home() / "destroyed" / f"{tenant_id}.jsonl"


def remember(line: dict) -> None:
    """Write one line once the transaction has ended well; what was rolled back was not destroyed."""
    path = log_of_tenant(current_tenant_id())
    transaction.on_commit(lambda: _append(path, line))


def read_log(path: Path, each: Callable[[dict], None]) -> int:
    """Hand every line of a file over in order and return how many there were; a last line cut short by a crash is passed over."""
    n = 0
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            continue
        each(line)
        n += 1
    return n


def _append(path: Path, line: dict) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
