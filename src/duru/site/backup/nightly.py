"""The backup of every night: made, restored for proof, written down; old ones go."""

import json
from datetime import datetime
from pathlib import Path

from duru.conf import paths
from duru.conf.postgres import ClusterInfo
from duru.site.backup.container import BackupDamaged
from duru.site.backup.keys import SealFor
from duru.site.backup.operations import BackupInfo, BackupRefused, make_backup, prove_backup

__all__ = ["MOST_KEPT", "back_up_and_prove", "note"]

MOST_KEPT = 14


def back_up_and_prove(folder: Path, public_key: bytes, *, info: ClusterInfo, now: datetime) -> tuple[Path, BackupInfo]:
    """Make tonight's backup, restore it beside the living database, and keep the last fortnight's.

    The content key is known to this process alone and forgotten with it: the server proves the backup it just made and
    cannot read it tomorrow.

    Raises:
        BackupDamaged: what was restored differs; also written down, so that the status page and alarms tell it.
        BackupRefused: it could not be made or restored.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"duru-{now:%Y%m%d-%H%M%S}.backup"
    closing = SealFor(public_key)
    facts = make_backup(target, closing, info=info, now=now)
    note(path=str(target), made_at=now.isoformat())
    try:
        prove_backup(target, closing, info=info)
    except (BackupDamaged, BackupRefused) as error:
        note(path=str(target), made_at=now.isoformat(), failure=str(error))
        raise
    note(path=str(target), made_at=now.isoformat(), proved_at=now.isoformat())
    for old in sorted(folder.glob("duru-*.backup"))[:-MOST_KEPT]:
        old.unlink()
    return target, facts


def note(**facts: str) -> None:
    """Write down what is known of the last backup, for `duru doctor`, the status page and alarms."""
    place = paths.home() / "last_backup.json"
    unfinished = place.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(facts, ensure_ascii=False))
    unfinished.replace(place)
