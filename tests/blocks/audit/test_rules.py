"""The log's arithmetic."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.audit.rules import CHANGED, CUT, GONE, MISSING, REBUILT, Break, find_break, leaf_hash, time_flags
from duru.kernel.merkle import root_of

pytestmark = pytest.mark.unit

ENTRIES = [{"id": str(n), "action": "열람"} for n in range(1, 8)]


def rows_of(entries):
    return [(seq, entry, leaf_hash(entry)) for seq, entry in enumerate(entries, 1)]


def stated(*sizes):
    return [(size, root_of([leaf_hash(entry) for entry in ENTRIES[:size]])) for size in sizes]


@given(st.sets(st.integers(0, 7)))
def test_what_nobody_touched_fits(sizes):
    assert find_break(rows_of(ENTRIES), stated(*sorted(sizes))) is None


def test_an_empty_log_fits():
    assert find_break([], []) is None


@given(st.integers(1, 7))
def test_a_changed_entry_is_named(seq):
    rows = rows_of(ENTRIES)
    number, entry, leaf = rows[seq - 1]
    rows[seq - 1] = (number, {**entry, "action": "수정"}, leaf)
    assert find_break(rows, []) == Break(seq, seq, CHANGED)


@given(st.integers(1, 7))
def test_a_removed_entry_is_named_whether_or_not_its_hash_stays(seq):
    rows = rows_of(ENTRIES)
    assert find_break([*rows[: seq - 1], (seq, None, rows[seq - 1][2]), *rows[seq:]], []) == Break(seq, seq, GONE)
    del rows[seq - 1]
    found = find_break(rows, stated(7))
    assert found == (Break(seq, seq, MISSING) if seq < 7 else Break(7, 7, CUT))


@given(st.integers(1, 7), st.integers(0, 31), st.integers(0, 7))
def test_one_flipped_bit_of_a_hash_is_named(seq, byte, bit):
    rows = rows_of(ENTRIES)
    number, entry, leaf = rows[seq - 1]
    flipped = bytearray(leaf)
    flipped[byte] ^= 1 << bit
    rows[seq - 1] = (number, entry, bytes(flipped))
    assert find_break(rows, []) == Break(seq, seq, CHANGED)


@given(st.integers(1, 7))
def test_a_rebuild_that_fits_in_itself_is_narrowed_to_the_entries_between_two_checkpoints(seq):
    entries = [*ENTRIES]
    entries[seq - 1] = {**entries[seq - 1], "action": "수정"}
    first, last = (1, 3) if seq <= 3 else (4, 6) if seq <= 6 else (0, 0)
    found = find_break(rows_of(entries), stated(3, 6))
    assert found == (Break(first, last, REBUILT) if last else None), "after the last checkpoint nobody can tell"


@given(st.integers(0, 6))
def test_a_cut_end_is_named(kept):
    assert find_break(rows_of(ENTRIES[:kept]), stated(7)) == Break(kept + 1, 7, CUT)


def test_two_statements_about_one_size_cannot_both_be_true():
    found = find_break(rows_of(ENTRIES), sorted([*stated(3), (3, bytes(32)), *stated(6)]))
    assert found == Break(1, 3, REBUILT)


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
