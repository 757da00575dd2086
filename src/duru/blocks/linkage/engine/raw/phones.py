"""Phone cells by columns: the same digits as `kernel.phones.parse_phone`."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.columns import each_distinct, matches, put, where
from duru.kernel.phones import parse_phone

# A mobile number in the usual forms, with or without country code and leading 0, and nothing else in the cell.
_MOBILE = r"^(?:\+?82[- ]?)?0?10[-. ]?[0-9]{4}[-. ]?[0-9]{4}$"


def phone_digits(column: pa.Array) -> pa.Array:
    """Read a column of phone cells; digits with the leading 0, '' where there is no number."""
    plain = matches(column, _MOBILE)
    last = pc.utf8_slice_codeunits(pc.replace_substring_regex(column, r"[^0-9]+", ""), -8)
    # One digit throughout is a filler, not a number.
    filler = matches(last, "^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$")
    digits = pc.if_else(pa.array(plain & ~filler), pc.binary_join_element_wise("010", last, ""), pa.scalar(""))
    other = ~plain & pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    rest = each_distinct(column.take(where(other)), lambda cell: parse_phone(cell).digits, pa.string())
    return put(digits, other, rest)
