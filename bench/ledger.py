"""A tenant with a register and agencies' records of any size, in a fresh cluster: what lookups and daily updates are measured on.

The people are those of `duru.demo.crowd`; what intake would have read is read here by column, because intake is not measured.
A million and a million take minutes to fill, so a filled cluster is kept under var/bench until what fills it changes; delete the
folder to be rid of it. Who only reads works on the kept one, who writes on a copy.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pa_parquet

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TENANT_CODE = "9999900000"
ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "var" / "bench"
# Kept back from every ledger: typed at a counter, and the records of one day.
N_TYPED, N_LATER = 3300, 10_000
# A ledger filled by other code is another one; one linked by another engine is good for reading only.
_FILLED_BY = ("bench/ledger.py", "src/duru/demo/crowd")
_LINKED_BY = ("src/duru/kernel", "src/duru/blocks/linkage/engine")
_TYPED = ("name", "birth", "sex", "phone", "address")


@dataclass(frozen=True)
class Ledger:
    """A tenant whose records are linked and ready to be compared. `typed` and `later` are records not in it: some typed at
    the counter, and those of one day, columns record_id (of the crowd), name, birth, sex, phone, address."""

    tenant_id: int
    typed: pa.Table
    later: pa.Table
    register: pa.Table
    records: pa.Table
    gazetteer: pa.Table


@contextmanager
def kept_cluster(n_register: int, n_records: int) -> Iterator[Ledger]:
    """Make the kept ledger of a size Django's database for the length of the block; it is filled first when it is not there."""
    folder = _folder_of(n_register, n_records, _FILLED_BY)
    with fresh_cluster(folder / "home"):
        yield _read_kept(folder)


@contextmanager
def copied_cluster(n_register: int, n_records: int) -> Iterator[Ledger]:
    """Like `kept_cluster`, linked by the engine of now, on a copy that is deleted afterwards."""
    kept = _folder_of(n_register, n_records, (*_FILLED_BY, *_LINKED_BY))
    folder = Path(tempfile.mkdtemp(prefix="bench-ledger-", dir=SCRATCH))
    folder.chmod(0o711)  # the database's own user must come through
    try:
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept / "home"), str(folder / "home")], check=True)
        with fresh_cluster(folder / "home"):
            yield _read_kept(kept)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folder_of(n_register: int, n_records: int, by: tuple[str, ...]) -> Path:
    """Return the folder of a kept ledger. Filled in a process of its own: Django belongs to one database."""
    folder = SCRATCH / f"ledger-{n_register}-{n_records}"
    stamp = folder / "filled"
    known = json.loads(stamp.read_text())["by"] if stamp.exists() else {}
    if any(known.get(name) != _fingerprint(name) for name in by):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "bench.ledger", str(n_register), str(n_records)], check=True, cwd=ROOT)
    return folder


def _fingerprint(name: str) -> str:
    sha = hashlib.sha256()
    for path in sorted((ROOT / name).rglob("*.py")) or [ROOT / name]:
        sha.update(path.read_bytes())
    return sha.hexdigest()


def _fill_and_keep(n_register: int, n_records: int) -> None:
    folder = SCRATCH / f"ledger-{n_register}-{n_records}"
    (folder / "home").mkdir(parents=True)
    started, by = time.monotonic(), {name: _fingerprint(name) for name in (*_FILLED_BY, *_LINKED_BY)}
    with fresh_cluster(folder / "home"):
        filled = fill(n_register, n_records, n_typed=N_TYPED, n_later=N_LATER)
    for name in ("typed", "later", "register", "records", "gazetteer"):
        pa_parquet.write_table(getattr(filled, name), folder / f"{name}.parquet")
    (folder / "filled").write_text(json.dumps({"by": by, "tenant_id": filled.tenant_id}))
    print(
        f"  filled and linked in {time.monotonic() - started:.0f} s, kept in {folder.relative_to(ROOT)}",
        file=sys.stderr,
    )


def _read_kept(folder: Path) -> Ledger:
    frames = {
        name: pa_parquet.read_table(folder / f"{name}.parquet")
        for name in ("typed", "later", "register", "records", "gazetteer")
    }
    return Ledger(json.loads((folder / "filled").read_text())["tenant_id"], **frames)


@contextmanager
def fresh_cluster(home: Path) -> Iterator[str]:
    """Start the migrated database of a home, an empty one in a new home, and make it Django's; yields the owner's address."""
    import os

    import django

    from duru.conf import postgres, schema

    with postgres.running(home) as info:
        os.environ |= {
            "DURU_HOME": str(home),
            "DURU_DATABASE_URL": info.app_url,
            "DURU_OWNER_DATABASE_URL": info.owner_url,
            "DURU_SECOND_FACTOR": "0",  # whoever asks here has no device
            "DJANGO_SETTINGS_MODULE": "duru.conf.settings",
        }
        schema.bring_up_to_date(info, skip_checks=True)
        django.setup()
        yield info.owner_url


def fill(n_register: int, n_records: int, *, n_typed: int, n_later: int, seed: int = 5) -> Ledger:
    """Fill a new tenant and link it; returns what was kept back."""
    from duru.blocks.access.api import add_organisation, system_actor
    from duru.blocks.linkage.api import link_tenant
    from duru.blocks.linkage.operations.comparing import prepare_comparing
    from duru.blocks.linkage.queries.runs import last_full_run
    from duru.blocks.tenancy.api import add_tenant, tenant_scope
    from duru.demo.crowd import draw_crowd

    crowd = draw_crowd(n_register, n_records + n_typed + n_later, seed=seed)
    known = crowd.records.slice(0, n_records)
    typed = crowd.records.slice(n_records, n_typed)
    later = crowd.records.slice(n_records + n_typed, n_later)
    tenant = add_tenant(code=TENANT_CODE, name="해오름구")
    with tenant_scope(tenant.id):
        civil = add_organisation(by=system_actor(), name="해오름구청 민원여권과", kind="gu_office", is_public=True)
        centre = add_organisation(by=system_actor(), name="해오름종합사회복지관", kind="welfare_centre")
        _add_buildings(crowd.gazetteer)
        add_records(crowd.register, crowd.gazetteer, organisation_id=civil.id, is_register=True)
        add_records(known, crowd.gazetteer, organisation_id=centre.id, is_register=False)
    link_tenant(tenant_id=tenant.id, now=NOW)
    with tenant_scope(tenant.id):
        run = last_full_run()
        assert run is not None
        prepare_comparing(run)
    return Ledger(tenant.id, typed, later, crowd.register, known, crowd.gazetteer)


def add_later(ledger: Ledger) -> int:
    """Let the records of one day come in; returns how many."""
    from duru.blocks.access.api import Organisation
    from duru.blocks.tenancy.api import tenant_scope

    with tenant_scope(ledger.tenant_id):
        centre = Organisation.objects.get(kind="welfare_centre")
        return add_records(ledger.later, ledger.gazetteer, organisation_id=centre.id, is_register=False)


def add_records(table: pa.Table, gazetteer: pa.Table, *, organisation_id: int, is_register: bool) -> int:
    """Insert records as intake would have left them."""
    from django.db import connection

    from duru.blocks.exchange.api import SourceRecord
    from duru.blocks.linkage.operations.comparing import csv_blocks
    from duru.blocks.tenancy.api import arriving, refresh_statistics

    frame = _read(table, gazetteer)
    types = {
        "crowd_id": "text", **{f"{name}_typed": "text" for name in _TYPED}, "name": "text", "birth_on": "date",
        "birth_year": "smallint", "sex": "text", "phone": "text", "building_no": "text", "unit": "text",
    }  # fmt: skip
    with arriving("crowd_rows", types, csv=csv_blocks(frame)), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a million rows at once
        cursor.execute(
            "INSERT INTO exchange_sourcerecord (public_id, organisation_id, dataset, is_register, source_id, household_no, "
            "name_typed, birth_typed, sex_typed, phone_typed, address_typed, name, name_jamo, birth_on, birth_year, "
            "birth_is_lunar, sex, phone, building_id, unit, dong_code, mention_hash, first_row_id, first_seen_at) "
            "SELECT upper(left(md5(c.crowd_id), 26)), %s, %s, %s, CASE WHEN %s THEN c.crowd_id ELSE '' END, '', c.name_typed, "
            "c.birth_typed, c.sex_typed, c.phone_typed, c.address_typed, c.name, '', c.birth_on, c.birth_year, FALSE, c.sex, "
            "left(c.phone, 20), b.id, left(c.unit, 60), coalesce(b.dong_code, ''), decode(md5(c.crowd_id), 'hex'), 0, %s "
            "FROM crowd_rows AS c LEFT JOIN places_building AS b ON b.building_no = c.building_no",
            [organisation_id, "residents" if is_register else "handouts", is_register, is_register, NOW],
        )
        added = cursor.rowcount
    refresh_statistics(SourceRecord)
    return added


def _add_buildings(gazetteer: pa.Table) -> None:
    from duru.blocks.places.models import Building
    from duru.blocks.tenancy.api import bulk_insert, refresh_statistics
    from duru.kernel.addresses import jibun_key, parse_address, road_key

    def rows():
        for row in gazetteer.to_pylist():
            road = parse_address(f"{row['gu']} {row['road']} {row['building_no']}")
            lot = parse_address(f"{row['gu']} {row['dong']} {row['jibun']}")
            yield (
                row["building_id"], row["gu"], row["road"], row["building_no"], row["dong"], row["jibun"], row["dong"][:10],
                road_key(road), jibun_key(lot),
            )  # fmt: skip

    bulk_insert(
        Building,
        ("building_no", "sgg_name", "road_name", "road_no", "legal_dong", "lot_no", "dong_code", "road_key", "lot_key"),
        rows(),
        same={"legal_ri": "", "legal_dong_code": "", "name": "", "postcode": ""},
    )
    refresh_statistics(Building)


def _read(table: pa.Table, gazetteer: pa.Table) -> pa.Table:
    from duru.blocks.linkage.engine.raw.places import address_columns, read_gazetteer
    from duru.kernel.births import parse_birth
    from duru.kernel.errors import Refused
    from duru.kernel.names import parse_name
    from duru.kernel.phones import parse_phone
    from duru.kernel.sexes import parse_sex

    def each(column: str, function, kind: pa.DataType) -> pa.Array:
        encoded = table[column].combine_chunks().dictionary_encode()
        values = []
        for cell in encoded.dictionary.to_pylist():
            try:
                values.append(function(cell))
            except Refused:
                values.append(None)
        return pa.array(values, kind).take(encoded.indices)

    place = address_columns(table["address"].combine_chunks(), read_gazetteer(gazetteer))
    building = gazetteer["building_id"].combine_chunks().take(place["building_id"])
    return pa.table(
        {
            "crowd_id": table["record_id"],
            **{f"{name}_typed": table[name] for name in _TYPED},
            "name": pc.coalesce(
                each("name", lambda cell: parse_name(cell).name, pa.string()), table["name"].combine_chunks()
            ),
            "birth_on": each("birth", lambda cell: parse_birth(cell, today=TODAY).on, pa.date32()),
            "birth_year": each("birth", lambda cell: parse_birth(cell, today=TODAY).year, pa.int32()),
            "sex": each("sex", parse_sex, pa.string()),
            "phone": each("phone", lambda cell: parse_phone(cell).digits, pa.string()),
            "building_no": building,
            "unit": place["unit"],
        }
    )


def prepared(table: pa.Table, ledger: Ledger) -> pa.Table:
    """Return raw rows as the engine's prepared frame, for a peer that has no reader of its own."""
    from duru.blocks.linkage.engine.columns import INPUT, prepare

    frame = _read(table, ledger.gazetteer)
    ids = pa.array(range(1, table.num_rows + 1), pa.int64())
    building = pc.index_in(frame["building_no"].combine_chunks(), ledger.gazetteer["building_id"].combine_chunks())
    columns = {
        "record_id": ids, "anchor_id": ids, "building_id": building, "dong_code": pa.array([""] * table.num_rows),
        **{name: frame[name] for name in ("name", "birth_on", "birth_year", "sex", "phone", "unit")},
    }  # fmt: skip
    return prepare(pa.table({name: columns[name] for name in INPUT.names}))


if __name__ == "__main__":
    _fill_and_keep(int(sys.argv[1]), int(sys.argv[2]))
