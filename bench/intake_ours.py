"""Take one file to its preview and say how long it took: python -m bench.intake_ours FILE."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import django

from bench.memory import peak_mib
from duru.conf import postgres
from duru.site.meter import Meter


def main(path: Path) -> None:
    """Print seconds, peak MiB of this process (a text file needs no child), phases and counts, as one JSON line."""
    django.setup()
    from duru.blocks.access.api import add_organisation, system_actor
    from duru.blocks.exchange.api import take_file
    from duru.blocks.tenancy.api import add_tenant, tenant_scope

    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        organisation = add_organisation(by=system_actor(), name="시험 기관", kind="welfare_centre")
    meter = Meter(postgres.status().pid)

    def tell(step: str, done: int, size: int) -> None:
        meter.tell("겹침 찾기" if step == "검사 중" and done >= size else step)

    with meter.running():
        intake = take_file(
            tenant_id=tenant.id, path=path, organisation_id=organisation.id, dataset="handouts", by=system_actor(),
            now=datetime.now(UTC), accept=False, progress=tell,
        )  # fmt: skip
    phases = [asdict(each) for each in meter.phases]
    counts = {name: getattr(intake, name) for name in ("n_rows", "n_taken", "n_refused", "n_duplicate")}
    print(json.dumps({"seconds": meter.total().seconds, "phases": phases, "peak_mib": peak_mib(), **counts}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
