"""Make the engine's frame out of source records: keys, encodings and calendars, worked out once per distinct value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.births import day_columns
from duru.blocks.linkage.engine.raw.columns import as_text
from duru.blocks.linkage.engine.raw.moon import NO_DAY
from duru.blocks.linkage.engine.raw.names import name_columns

# What comes in: one row per source record. anchor_id is NULL for a mention. Texts may be NULL or ''.
INPUT = pa.schema(
    [
        ("record_id", pa.int64()), ("anchor_id", pa.int64()), ("name", pa.string()), ("birth_on", pa.date32()),
        ("birth_year", pa.int32()), ("sex", pa.string()), ("phone", pa.string()), ("building_id", pa.int64()),
        ("unit", pa.string()), ("dong_code", pa.string()),
    ]
)  # fmt: skip


def prepare(table: pa.Table) -> pa.Table:
    """Return the frame the engine compares, one row per input row, in the order of record_id.

    Names and days are worked out by whole columns; Python looks at a distinct value only where its shape is unusual.

    Args:
        table: Columns of `INPUT`, in any order; more columns are ignored.
    """
    table = table.select(INPUT.names).cast(INPUT).sort_by("record_id")
    days = pc.fill_null(table["birth_on"].combine_chunks().cast(pa.int32()), NO_DAY).to_numpy().astype(np.int64)
    years = pc.fill_null(table["birth_year"].combine_chunks(), 0).to_numpy()
    columns: dict[str, Any] = {
        "record_id": table["record_id"],
        "anchor_id": table["anchor_id"],
        **name_columns(as_text(table["name"])),
        **day_columns(days, years),
        **{column: as_text(table[column]) for column in ("sex", "phone", "unit", "dong_code")},
        "building_id": table["building_id"],
    }
    return pa.table(columns)
