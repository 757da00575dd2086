"""The chain's arithmetic."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.audit.rules import GENESIS, find_first_break, leaf_hash, next_chain_hash, time_flags

pytestmark = pytest.mark.unit


def chain(entries):
    rows, previous = [], GENESIS
    for seq, entry in enumerate(entries, 1):
        leaf = leaf_hash(entry)
        previous = next_chain_hash(previous, leaf)
        rows.append((seq, entry, leaf, previous))
    return rows


ENTRIES = [{"id": str(n), "action": "열람"} for n in range(1, 8)]


def test_an_untouched_chain_has_no_break():
    assert find_first_break(chain(ENTRIES)) is None


def test_an_empty_chain_has_no_break():
    assert find_first_break([]) is None


@given(st.integers(1, 7))
def test_a_changed_entry_is_named(seq):
    rows = chain(ENTRIES)
    number, entry, leaf, total = rows[seq - 1]
    rows[seq - 1] = (number, {**entry, "action": "수정"}, leaf, total)
    assert find_first_break(rows) == seq


@given(st.integers(1, 6))
def test_a_removed_entry_is_named(seq):
    rows = chain(ENTRIES)
    del rows[seq - 1]
    assert find_first_break(rows) == seq


@given(st.integers(1, 6))
def test_swapped_entries_are_named(seq):
    rows = chain(ENTRIES)
    rows[seq - 1], rows[seq] = rows[seq], rows[seq - 1]
    assert find_first_break(rows) == seq


@given(st.integers(1, 7), st.integers(0, 31), st.integers(0, 7))
def test_one_flipped_bit_of_a_hash_is_named(seq, byte, bit):
    rows = chain(ENTRIES)
    number, entry, leaf, total = rows[seq - 1]
    flipped = bytearray(total)
    flipped[byte] ^= 1 << bit
    rows[seq - 1] = (number, entry, leaf, bytes(flipped))
    assert find_first_break(rows) == seq


def test_a_rehashed_change_breaks_the_next_entry():
    rows = chain(ENTRIES)
    changed = {**rows[2][1], "action": "수정"}
    rows[2] = (3, changed, leaf_hash(changed), next_chain_hash(rows[1][3], leaf_hash(changed)))
    assert find_first_break(rows) == 4


@pytest.mark.parametrize(
    ("at", "flags"),
    [
        (datetime(2026, 11, 23, 9, 0), []),
        (datetime(2026, 11, 23, 19, 59), []),
        (datetime(2026, 11, 23, 20, 0), ["업무시간 외"]),
        (datetime(2026, 11, 23, 7, 59), ["업무시간 외"]),
        (datetime(2026, 11, 22, 11, 0), ["업무시간 외"]),
    ],
)
def test_looks_outside_office_hours_are_flagged(at, flags):
    assert time_flags(at) == flags
