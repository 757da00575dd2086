"""A process that takes one file, in small steps, and may die on the way.

python -m tests.faults.taker TENANT ORGANISATION FILE
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import django


def main(tenant_id: int, organisation_id: int, path: Path) -> None:
    django.setup()
    from duru.blocks.access.api import system_actor
    from duru.blocks.exchange.api import take_file
    from duru.blocks.exchange.operations import settling, staging
    from duru.blocks.exchange.readers import delimited

    # Small steps, so that every place is reached several times.
    staging.BATCH_ROWS, settling.CHUNK_ROWS = 60, 50
    read = delimited.read_blocks
    staging.read_blocks = lambda *args, **kwargs: read(*args, **kwargs, block_bytes=2_000)
    take_file(
        tenant_id=tenant_id, path=path, organisation_id=organisation_id, dataset="handouts", by=system_actor(),
        now=datetime(2026, 11, 22, 1, tzinfo=UTC),
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
