"""Take one file to its preview and say how long it took: python -m bench.intake_ours FILE."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

from bench.memory import peak_mib


def main(path: Path) -> None:
    """Print seconds, peak MiB of this process (a text file needs no child), and the counts, as one JSON line."""
    django.setup()
    from duru.blocks.access.api import add_organisation, system_actor
    from duru.blocks.exchange.api import take_file
    from duru.blocks.tenancy.api import add_tenant, tenant_scope

    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        organisation = add_organisation(by=system_actor(), name="시험 기관", kind="welfare_centre")
    start = time.monotonic()
    intake = take_file(
        tenant_id=tenant.id, path=path, organisation_id=organisation.id, dataset="handouts", by=system_actor(),
        now=datetime.now(UTC), accept=False,
    )  # fmt: skip
    seconds = time.monotonic() - start
    counts = {name: getattr(intake, name) for name in ("n_rows", "n_taken", "n_refused", "n_duplicate")}
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib(), **counts}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
