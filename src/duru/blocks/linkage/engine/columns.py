"""Make the engine's frame out of source records: keys, encodings and calendars, worked out once per distinct value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.names import name_columns
from duru.kernel.births import as_if_lunar

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

    Names, birth dates and phones repeat, so that Python looks at each distinct value once and Arrow spreads the results.

    Args:
        table: Columns of `INPUT`, in any order; more columns are ignored.
    """
    table = table.select(INPUT.names).cast(INPUT).sort_by("record_id")
    names = table["name"].combine_chunks().dictionary_encode()
    days = table["birth_on"].combine_chunks()
    birth_text = pc.fill_null(pc.strftime(days, format="%Y%m%d"), "")
    distinct = [name_columns(name or "") for name in names.dictionary.to_pylist()]
    columns: dict[str, Any] = {
        "record_id": table["record_id"],
        "anchor_id": table["anchor_id"],
        **{
            column: _spread(names, [row[at] for row in distinct], kind)
            for at, (column, kind) in enumerate(_NAME_COLUMNS)
        },
        "birth_on": days,
        "birth_alt_on": _each(days, as_if_lunar, pa.date32()),
        "birth_year": pc.coalesce(pc.year(days).cast(pa.int32()), table["birth_year"].combine_chunks()),
        "birth_text": birth_text,
        "month_day": pc.utf8_slice_codeunits(birth_text, 4),
        **{column: pc.fill_null(table[column], "") for column in ("sex", "phone", "unit", "dong_code")},
        "building_id": table["building_id"],
    }
    return pa.table(columns)


_NAME_COLUMNS = (
    ("name_jamo", pa.string()), ("surname", pa.string()), ("given", pa.string()), ("roman_key", pa.string()),
    ("is_roman", pa.bool_()),
)  # fmt: skip


def _spread(encoded: pa.DictionaryArray, values: list, kind: pa.DataType) -> pa.Array:
    empty = False if kind == pa.bool_() else ""
    return pc.fill_null(pa.array(values, kind).take(encoded.indices), empty)


def _each(values: pa.Array, function: Callable, kind: pa.DataType) -> pa.Array:
    encoded = values.dictionary_encode()
    results = [None if value is None else function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(results, kind).take(encoded.indices)
