"""Merkle trees and checkpoints, beside RFC 6962's own examples and another implementation."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from duru.kernel.merkle import (
    EMPTY_ROOT,
    Checkpoint,
    Frontier,
    inclusion_path,
    leaf_hash,
    parse_checkpoint,
    root_of,
    root_of_path,
    verifier_key,
)

pytestmark = pytest.mark.unit

contents = st.lists(st.binary(max_size=8), max_size=70)


def hashed(entries):
    return [leaf_hash(one) for one in entries]


def test_a_list_of_nothing_and_of_one():
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()
    assert root_of(hashed([b""])).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(contents)
def test_roots_are_those_of_another_implementation(entries):
    theirs = InmemoryTree(algorithm="sha256")
    for one in entries:
        theirs.append_entry(one)
    assert root_of(hashed(entries)) == (theirs.get_root() if entries else EMPTY_ROOT)


@given(contents, contents)
def test_a_frontier_goes_on_where_it_was_left(first, then):
    kept = Frontier().extend(hashed(first))
    assert kept.extend(hashed(then)) == Frontier().extend(hashed(first + then))
    assert len(kept.peaks) == kept.size.bit_count()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_a_path_leads_to_the_root_for_its_own_leaf_alone(entries, data):
    leaves = hashed(entries)
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_path(leaves, index)
    assert root_of_path(leaves[index], index, len(leaves), path) == root_of(leaves)
    assert root_of_path(leaf_hash(b"another entry"), index, len(leaves), path) != root_of(leaves)
    assert root_of_path(leaves[index], index, len(leaves), [*path, bytes(32)]) is None


@given(st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=30), st.data())
def test_any_other_list_has_another_root(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = list(entries)
    changed[at] = bytes([changed[at][0] ^ 1]) + changed[at][1:]
    others = [changed, entries[:at] + entries[at + 1 :], [*entries, b""]]
    if at and entries[at] != entries[at - 1]:
        others.append([*entries[: at - 1], entries[at], entries[at - 1], *entries[at + 1 :]])
    assert root_of(hashed(entries)) not in [root_of(hashed(other)) for other in others]


def test_a_checkpoint_is_three_lines_and_a_signature():
    key, signature = bytes(range(32)), bytes(64)
    checkpoint = Checkpoint("haeoreum.example/audit", 7, root_of(hashed([b"one"])))
    note = checkpoint.signed_by(signature, key)
    assert re.fullmatch(r"haeoreum\.example/audit\n7\n[\w+/]+=\n\n— haeoreum\.example/audit [\w+/]+=*\n", note)
    again, hint, signed = parse_checkpoint(note)
    assert (again, signed) == (checkpoint, signature)
    assert f"+{hint.hex()}+" in verifier_key("haeoreum.example/audit", key)


@pytest.mark.parametrize(
    "note", ["", "a\n1\n", "a\n01\nAAAA\n\n— a AAAA\n", "a\nx\nAAAA\n\n— a AAAA\n", "a\n1\n!\n\n— a AAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(ValueError, match="확인점"):
        parse_checkpoint(note)
