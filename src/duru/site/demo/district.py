"""Make the demo district 해오름구: its map, agencies, accounts and files, all invented by `duru.demo`."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from duru.blocks.access.api import OrganisationKind, add_member, add_organisation, system_actor
from duru.blocks.places.api import import_boundaries, import_buildings, import_facilities, import_land
from duru.blocks.tenancy.api import Tenant, add_tenant, tenant_scope
from duru.conf import env
from duru.demo import AS_OF, SEED, build
from duru.site.demo.accounts import ACCOUNTS, PASSWORD
from duru.site.demo.care import make_care
from duru.site.demo.cases import make_cases
from duru.site.demo.changes import make_changes
from duru.site.demo.door import make_door
from duru.site.demo.emergency import make_emergency
from duru.site.demo.letters import make_letters
from duru.site.demo.months import make_months
from duru.site.demo.neighbour import make_neighbour
from duru.site.mainjob import Delivery, Outcome, Progress, run_main_job

CODE = "9711000000"
RRN_BASIS = "사회보장급여법 시행령 제28조(민감정보 및 고유식별정보의 처리)"
_KINDS = {
    "동 주민센터": OrganisationKind.DONG_OFFICE,
    "보건소": OrganisationKind.HEALTH_CENTRE,
    "병원": OrganisationKind.HOSPITAL,
}
EDITION = 2  # of the files `duru.demo` writes: a folder of an older one is written anew
# The register first, then what happened to people, then what they received.
ORDER = ("residents", "life_events", "grants", "needs", "handouts")


@dataclass(frozen=True, slots=True)
class District:
    """The demo tenant and the files its agencies send."""

    tenant: Tenant
    deliveries: Sequence[Delivery]


def make_district(
    folder: Path, *, people: int, seed: int = SEED, as_of: date = AS_OF, progress: Progress | None = None
) -> District:
    """Invent the district below `folder` as it stands on `as_of`, and register it: map, agencies, accounts. Safe to repeat.

    The files are written only when `folder` does not hold the same district already; no file is taken in here.
    """
    say = progress or (lambda word, share: None)
    wanted = {"people": people, "seed": seed, "as_of": as_of.isoformat(), "edition": EDITION}
    stamp = folder / "built.json"
    if not stamp.is_file() or json.loads(stamp.read_text(encoding="utf-8")) != wanted:
        build(
            folder,
            people=people,
            seed=seed,
            as_of=as_of,
            progress=lambda word, share: say(f"지어내기: {word}", share * 0.7),
        )
        stamp.write_text(json.dumps(wanted), encoding="utf-8")
    say("지도 넣기", 0.7)
    _take_region_codes(folder / "map" / "regions.csv")
    tenant = add_tenant(code=CODE, name="해오름구", parent_name="한빛특별시", is_demo=True)
    by = system_actor("시험자료 만들기")
    with tenant_scope(tenant.id):
        import_boundaries(
            folder / "map" / "boundaries.geojson", by=by, valid_from=date(2020, 1, 1), source="시험자료(지어낸 지도)"
        )
        import_buildings(folder / "map" / "buildings.csv", by=by)
        import_facilities(folder / "map" / "facilities.csv", by=by, source="시험자료(지어낸 시설)")
        import_land(
            folder / "map" / "land.geojson", by=by, as_of=date(2026, 10, 1), source="시험자료(지어낸 지적·구역)"
        )
        import_land(folder / "map" / "features.geojson", by=by, as_of=date(2026, 10, 1), source="시험자료(지어낸 지도)")
        say("기관과 계정 만들기", 0.95)
        deliveries = _add_organisations(folder / "files", by)
        _add_accounts(by)
    return District(tenant, deliveries)


def run_district(district: District, *, now: datetime, workers: int = 1, progress: Progress | None = None) -> Outcome:
    """Let the main job run over the district's files, put cases and letters on the permit officer's desk, fill the door."""
    make_cases(district.tenant.id, now=now)
    make_letters(district.tenant.id, now=now)
    outcome = run_main_job(
        tenant_id=district.tenant.id,
        deliveries=district.deliveries,
        by=system_actor("시험자료 받기"),
        now=now,
        workers=workers,
        progress=progress,
    )
    make_door(district.tenant.id, now=now)
    make_emergency(district.tenant.id, now=now)
    make_care(district.tenant.id, now=now)
    make_changes(district.tenant.id, now=now)
    make_months(district.tenant, now=now)
    make_neighbour(district.tenant, now=now)
    return outcome


def _take_region_codes(path: Path) -> None:
    """Region codes are national rows, which only the owner writes: a process of its own, with the owner's rights."""
    code = (
        "import sys, django; django.setup(); from pathlib import Path; "
        "from duru.blocks.places.api import import_regions; import_regions(Path(sys.argv[1]))"
    )
    urls = {"DURU_DATABASE_URL": env.database_url(), "DURU_OWNER_DATABASE_URL": env.owner_database_url()}
    subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=os.environ | urls | {"DURU_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "duru.conf.settings"},
        check=True,
    )


def _add_organisations(files: Path, by) -> list[Delivery]:
    manifest = json.loads((files / "manifest.json").read_text(encoding="utf-8"))
    deliveries = []
    for entry in manifest["organisations"]:
        organisation = add_organisation(
            by=by,
            name=entry["organisation"],
            kind=entry["kind"],
            is_public=entry["is_public"],
            may_hold_rrn=entry["may_hold_rrn"],
            rrn_basis=RRN_BASIS if entry["may_hold_rrn"] else "",
        )
        deliveries += [Delivery(files / f["path"], organisation.id, f["dataset"]) for f in entry["files"]]
    return sorted(deliveries, key=lambda delivery: ORDER.index(delivery.dataset))


def _add_accounts(by) -> None:
    for account in ACCOUNTS:
        kind = next(
            (kind for end, kind in _KINDS.items() if account.organisation.endswith(end)), OrganisationKind.GU_OFFICE
        )
        is_public = kind != OrganisationKind.HOSPITAL
        organisation = add_organisation(
            by=by,
            name=account.organisation,
            kind=kind,
            is_public=is_public,
            may_hold_rrn=is_public,
            rrn_basis=RRN_BASIS if is_public else "",
        )
        add_member(
            by=by,
            email=account.email,
            name=account.name,
            organisation=organisation,
            role=account.role,
            password=PASSWORD,
            department=account.department,
            duty=account.duty,
            named_officer=account.named_officer,
        )
