"""Whole tables of raw text into the engine's frame."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.births import birth_columns
from duru.blocks.linkage.engine.raw.columns import as_text, each_distinct
from duru.blocks.linkage.engine.raw.names import name_columns
from duru.blocks.linkage.engine.raw.phones import phone_digits
from duru.blocks.linkage.engine.raw.places import Places, address_columns
from duru.kernel.sexes import parse_sex

FIELDS = ("name", "birth", "sex", "phone", "address")


def read_table(table: pa.Table, gazetteer: Places, *, today: date, first_id: int, anchors: bool) -> pa.Table:
    """Read raw columns name, birth, sex, phone, address (any may be missing) into a frame like that of `columns.prepare`.

    Args:
        first_id: record_id of the first row; the next ones follow.
        anchors: Whether every row is an anchor of its own (a register) or a mention.
    """
    return read_cells(cells_of(table), gazetteer, today=today, first_id=first_id, anchors=anchors)


def cells_of(table: pa.Table) -> dict[str, pa.Array]:
    """Return the text columns of `FIELDS`, '' where nothing was typed; the table may be let go."""
    empty = pa.nulls(table.num_rows, pa.string())
    return {name: as_text(table[name] if name in table.column_names else empty) for name in FIELDS}


def read_cells(cells: dict[str, pa.Array], gazetteer: Places, *, today: date, first_id: int, anchors: bool) -> pa.Table:
    """Do what `read_table` does with the columns of `cells_of`; lets each go when it is read."""
    n = len(cells["name"])
    # Arrow works outside Python's lock: two columns at a time on two cores.
    with ThreadPoolExecutor(1) as pool:
        address = pool.submit(address_columns, cells.pop("address"), gazetteer)
        name = name_columns(cells.pop("name"))
        birth = birth_columns(cells.pop("birth"), today=today)
        phone = phone_digits(cells.pop("phone"))
        place = address.result()
    sex = each_distinct(cells.pop("sex"), parse_sex, pa.string())
    ids = pa.array(range(first_id, first_id + n), pa.int64())
    columns = {
        "record_id": ids,
        "anchor_id": ids if anchors else pa.nulls(n, pa.int64()),
        **name,
        **{column: values for column, values in birth.items() if column != "birth_sex"},
        "sex": pc.if_else(pc.equal(sex, ""), birth["birth_sex"], sex),
        "phone": phone,
        **place,
    }
    return pa.table(columns)
