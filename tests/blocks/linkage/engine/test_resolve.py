"""Determinism, accuracy and calibration on the small district, with truth read only here."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from duru.blocks.linkage.engine.assign import assign
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.resolve import resolve
from duru.blocks.linkage.engine.train import train
from tests.blocks.linkage.engine.cases import DAY

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def resolved(district):
    return resolve(shipped_model(), register=district.register, mentions=district.mentions, day=DAY)


def columns(table, *names):
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def test_links_are_right_above_the_stated_floors(district, resolved):
    linked = [
        (district.truth[record], anchor)
        for record, anchor in columns(resolved.groups, "record_id", "anchor_id")
        if anchor is not None
    ]
    n_registered = sum(1 for person in district.truth.values() if person in district.registered)
    right = sum(1 for person, anchor in linked if person == anchor)
    assert right / len(linked) >= 0.985  # precision
    assert right / n_registered >= 0.985  # recall


def test_certain_links_are_almost_never_wrong(district, resolved):
    certain = [
        district.truth[record] == anchor
        for record, anchor, band in columns(resolved.matches, "record_id", "anchor_id", "band")
        if band == "certain"
    ]
    assert sum(certain) / len(certain) >= 0.998
    assert len(certain) / len(district.truth) >= 0.9


def test_probabilities_mean_what_they_say(district, resolved):
    rows = list(columns(resolved.matches, "probability", "record_id", "anchor_id"))
    expected = sum(probability for probability, _, _ in rows)
    right = sum(district.truth[record] == anchor for _, record, anchor in rows)
    assert abs(expected - right) / len(rows) <= 0.01


def test_review_is_a_small_share(district, resolved):
    assert resolved.counts["review"] / resolved.counts["mentions"] <= 0.06


def test_order_of_rows_and_number_of_threads_change_nothing(district, resolved):
    turned = resolve(
        shipped_model(), threads=1, day=DAY,
        register=district.register.take(pa.array(range(district.register.num_rows - 1, -1, -1))),
        mentions=district.mentions.take(pa.array(range(district.mentions.num_rows - 1, -1, -1))),
    )  # fmt: skip
    assert turned.matches.equals(resolved.matches)
    assert turned.groups.equals(resolved.groups)
    assert turned.counts == resolved.counts


def test_no_group_holds_two_anchors_and_none_outgrows_the_guard(resolved):
    anchors: dict[int, set] = {}
    sizes: dict[int, int] = {}
    for root, anchor in columns(resolved.groups, "root", "anchor_id"):
        anchors.setdefault(root, set()).add(anchor)
        sizes[root] = sizes.get(root, 0) + (anchor is None)
    assert max(len(found) for found in anchors.values()) == 1
    assert max(sizes.values()) <= shipped_model().cluster_size


def test_second_assignment_gives_everybody_the_same_person(district, resolved):
    register = district.register
    records = pa.table(
        {
            "record_id": pa.concat_arrays([*register["record_id"].chunks, *district.mentions["record_id"].chunks]),
            "anchor_id": pa.concat_arrays([*register["anchor_id"].chunks, *district.mentions["anchor_id"].chunks]),
        }
    )
    model = shipped_model()
    costs = model.costs_on(DAY)
    first = assign(
        model,
        costs,
        records=records.append_column("person_id", pa.nulls(records.num_rows, pa.int64())),
        resolved=resolved,
    )
    person_of = {head: 7_000_000 + at for at, head in enumerate(first.new_heads)}
    persons = dict(
        zip(first.links["record_id"].to_pylist(), (person_of[h] for h in first.links["head"].to_pylist()), strict=True)
    )
    known = pa.array([persons[record] for record in records["record_id"].to_pylist()], pa.int64())
    second = assign(model, costs, records=records.append_column("person_id", known), resolved=resolved)
    assert second.new_heads == []
    assert dict(columns(second.links, "record_id", "person_id")) == persons
    unchanged = [name for name in first.links.column_names if name != "person_id"]
    assert second.links.select(unchanged).equals(first.links.select(unchanged))


def test_training_without_truth_comes_near_the_truth(district):
    trained = train(shipped_model(), register=district.register, mentions=district.mentions)
    truth = {record: person for record, person in district.truth.items() if person in district.registered}
    numbers = dict(columns(district.register, "anchor_id", "phone"))
    typed = dict(columns(district.mentions, "record_id", "phone"))
    both = [(typed[record], numbers[person]) for record, person in truth.items() if typed[record] and numbers[person]]
    really_equal = sum(one == other for one, other in both) / len(both)
    assert abs(trained.model.comparison("phone").levels[0].m - really_equal) <= 0.03
    share = len(truth) / len(district.truth)
    assert abs(trained.model.in_register - share) <= 0.02
    assert all(0 < level.m < 1 for one in trained.model.comparisons for level in one.levels)


@pytest.mark.slow
def test_training_twice_gives_the_same_numbers(district):
    first = train(shipped_model(), register=district.register, mentions=district.mentions, threads=1)
    again = train(shipped_model(), register=district.register, mentions=district.mentions, threads=2)
    assert first.model.to_json() == again.model.to_json()


def test_empty_frames_give_empty_answers(district):
    nothing = district.mentions.slice(0, 0)
    assert resolve(shipped_model(), register=nothing, mentions=nothing, day=DAY).counts["mentions"] == 0
    only = resolve(shipped_model(), register=district.register, mentions=nothing, day=DAY)
    assert (only.counts["anchors"], only.matches.num_rows) == (district.register.num_rows, 0)


def test_without_a_register_mentions_are_clustered(district):
    found = resolve(shipped_model(), register=district.register.slice(0, 0), mentions=district.mentions, day=DAY)
    assert pc.count_distinct(found.groups["root"]).as_py() < district.mentions.num_rows
    pairs = right = 0
    members: dict[int, list[int]] = {}
    for record, root in columns(found.groups, "record_id", "root"):
        members.setdefault(root, []).append(district.truth[record])
    for people in members.values():
        for at, one in enumerate(people):
            for other in people[at + 1 :]:
                pairs += 1
                right += one == other
    assert right / pairs >= 0.97
