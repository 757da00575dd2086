"""Where the files of a snapshot lie: one folder a tenant, month and version below the uploads, so that a backup takes them along."""

from pathlib import Path

from django.conf import settings

from duru.blocks.statistics.engine.write import sha256_of
from duru.blocks.statistics.errors import SnapshotDamaged
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.rules.months import Month, month_of
from duru.blocks.tenancy.api import Tenant


def folder_of(tenant: Tenant, month: Month, version: int) -> Path:
    """Return the folder of one version."""
    return Path(settings.MEDIA_ROOT) / "statistics" / tenant.public_id / str(month) / f"v{version}"


def file_of(tenant: Tenant, snapshot: Snapshot, table: str) -> Path:
    """Return the file of one table.

    Raises:
        SnapshotDamaged: it is not there.
    """
    path = folder_of(tenant, month_of(snapshot.month_on), snapshot.version) / f"{table}.parquet"
    if table not in snapshot.manifest["tables"] or not path.is_file():
        raise SnapshotDamaged(f"{snapshot} 월말 자료에 {table} 파일이 없습니다.")
    return path


def check_files(tenant: Tenant, snapshot: Snapshot) -> list[str]:
    """Return the tables whose file is missing or is not the one the manifest names."""
    wrong = []
    for table, known in sorted(snapshot.manifest["tables"].items()):
        path = folder_of(tenant, month_of(snapshot.month_on), snapshot.version) / f"{table}.parquet"
        if not path.is_file() or sha256_of(path) != known["sha256"]:
            wrong.append(table)
    return wrong
