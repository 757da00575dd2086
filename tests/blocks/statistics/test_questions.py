"""Questions over files: every cell counted for itself, against counting by hand."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.statistics.api import ColumnKind, Measure, MeasureKind, Month, Question, Subject
from duru.blocks.statistics.catalogue import Dimension
from duru.blocks.statistics.engine.ask import ask
from duru.blocks.statistics.engine.session import session
from duru.blocks.statistics.engine.write import pseudonym_of, write_table
from duru.blocks.statistics.rules.grid import lay_out
from duru.blocks.statistics.rules.months import last_full_month, months_until, parse_month
from duru.blocks.statistics.rules.question import faults_of, question_of

pytestmark = pytest.mark.unit
OCTOBER = Month(2026, 10)
SUBJECT = Subject(
    "gifts", "준 것", "준 것 하나", "시험", "SELECT * FROM {gifts}",
    (Dimension("dong", "동", "dong"), Dimension("kind", "분야", "kind", {"food": "식품", "care": "돌봄"})),
    (
        Measure("cases", "건수", "건", MeasureKind.COUNT, "", ""),
        Measure("persons", "사람", "명", MeasureKind.DISTINCT, "person", ""),
        Measure("won", "금액", "원", MeasureKind.SUM, "won", ""),
        Measure("won_each", "1인당", "원", MeasureKind.RATIO, "won/persons", ""),
    ),
    unit_sql="person",
)  # fmt: skip
COLUMNS = [("person", ColumnKind.PERSON), ("dong", ColumnKind.TEXT), ("kind", ColumnKind.TEXT), ("won", ColumnKind.WON)]
ROWS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(["", "가", '나,"', "다"]), st.sampled_from(["food", "care"]), st.none() | st.integers(0, 10**12)),
    max_size=30,
)  # fmt: skip


@pytest.fixture(scope="module")
def duckdb():
    with session(threads=1) as conn:
        yield conn


def csv_of(rows) -> str:
    """As PostgreSQL's COPY writes: NULL empty, an empty text quoted."""

    def cell(value):
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return "" if value is None else str(value)

    return "".join(",".join(map(cell, row)) + "\n" for row in rows)


def write(duckdb, folder, rows, columns=COLUMNS, month=OCTOBER):
    source, target = folder / "rows.csv", folder / f"{month}.parquet"
    source.write_text(csv_of(rows), encoding="utf-8")
    done = write_table(duckdb, source, target, columns=columns, month_on=month.first, last_on=month.last, key="aa")
    return target, done


@pytest.mark.parametrize(("n_dongs", "n_kinds"), [(3, 20), (70, 5), (5, 70), (64, 64), (65, 66)])
def test_persons_are_counted_however_many_values_the_splits_have(duckdb, tmp_path, n_dongs, n_kinds):
    draw = random.Random(n_dongs)
    rows = [
        (draw.choice([None, *range(40)]), f"동{draw.randrange(n_dongs)}", f"k{draw.randrange(n_kinds)}", 1)
        for _ in range(3000)
    ]
    path, _ = write(duckdb, tmp_path, rows)
    question = Question("gifts", ("persons",), "dong", "kind", months=(OCTOBER,))
    found = {(cell.row, cell.column): cell.values[0] for cell in ask(duckdb, question, SUBJECT, {"gifts": [path]})}
    by_hand = defaultdict(set)
    for person, dong, kind, _ in rows:
        for place in {(dong, kind), (dong, None), (None, kind), (None, None)}:
            by_hand[place] |= {person} - {None}
    assert found == {place: len(persons) for place, persons in by_hand.items()}


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_every_cell_is_what_counting_by_hand_gives(duckdb, tmp_path_factory, rows):
    path, done = write(duckdb, tmp_path_factory.mktemp("months"), rows)
    question = Question("gifts", ("cases", "persons", "won", "won_each"), "dong", "kind", months=(Month(2026, 10),))
    found = {(cell.row, cell.column): cell for cell in ask(duckdb, question, SUBJECT, {"gifts": [path]})}
    by_hand = defaultdict(list)
    for row in rows:
        for place in {(row[1], row[2]), (row[1], None), (None, row[2]), (None, None)}:
            by_hand[place].append(row)
    assert done.rows == len(rows)
    assert set(found) - {(None, None)} == set(by_hand) - {(None, None)}
    for place, behind in by_hand.items():
        persons, won = len({row[0] for row in behind}), sum(row[3] or 0 for row in behind)
        assert found[place].values == (len(behind), persons, won, round(won / persons, 4))
        assert (found[place].n_rows, found[place].n_units) == (len(behind), persons)


def test_a_month_begins_at_korean_midnight_and_ends_where_the_next_begins():
    assert OCTOBER.span == (datetime(2026, 9, 30, 15, tzinfo=UTC), datetime(2026, 10, 31, 15, tzinfo=UTC))
    assert Month(2026, 12).span[1] == Month(2027, 1).span[0]


def test_filters_keep_and_months_stand_beside_each_other(duckdb, tmp_path):
    september, _ = write(duckdb, tmp_path, [(1, "가", "food", 5), (1, "나", "food", 7)], month=Month(2026, 9))
    october, _ = write(duckdb, tmp_path, [(1, "가", "food", 1), (2, "가", "care", 2)])
    question = Question("gifts", ("persons",), "month", "", {"dong": ("가",)}, (Month(2026, 9), Month(2026, 10)))
    cells = ask(duckdb, question, SUBJECT, {"gifts": [september, october]})
    assert [(cell.row, cell.values) for cell in cells] == [("2026-09", (1,)), ("2026-10", (2,)), (None, (2,))]


def test_a_person_is_the_same_pseudonym_in_every_month_and_not_the_number(duckdb, tmp_path):
    path, _ = write(duckdb, tmp_path, [(41, "가", "food", 1), (42, "가", "food", 1)])
    found = {row[0] for row in duckdb.execute("SELECT person FROM read_parquet(?)", [str(path)]).fetchall()}
    assert found == {pseudonym_of(number, kind=ColumnKind.PERSON, key="aa") for number in (41, 42)}
    assert found.isdisjoint({41, 42})
    assert pseudonym_of(41, kind=ColumnKind.HOUSEHOLD, key="aa") not in found
    assert pseudonym_of(41, kind=ColumnKind.PERSON, key="ab") not in found


def test_ages_are_whole_years_on_the_last_day_and_birth_dates_stay_outside(duckdb, tmp_path):
    days = [(date(1950, 10, 31),), (date(1950, 11, 1),), (date(2024, 2, 29),), (None,)]
    path, _ = write(
        duckdb, tmp_path, [(None if d is None else d.isoformat(),) for (d,) in days], [("age", ColumnKind.AGE)]
    )
    assert duckdb.execute("SELECT age FROM read_parquet(?)", [str(path)]).fetchall() == [(76,), (75,), (2,), (None,)]


def test_the_same_rows_in_another_order_have_the_same_content(duckdb, tmp_path):
    rows = [(1, "가", "food", 5), (2, "나", "care", None), (2, "나", "care", None)]
    contents = {write(duckdb, tmp_path, each)[1].content for each in (rows, rows[::-1])}
    assert len(contents) == 1
    assert write(duckdb, tmp_path, rows[:2])[1].content not in contents


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"measures": ()}, "measures"), ({"measures": ("nobody",)}, "measures"), ({"rows": "nobody"}, "rows"),
        ({"rows": "", "columns": "kind"}, "rows"), ({"columns": "dong"}, "columns"), ({"filters": {"nobody": ("x",)}}, "filters"),
        ({"months": ()}, "months"), ({"months": (Month(2026, 9), Month(2026, 10))}, "columns"),
    ],
)  # fmt: skip
def test_a_question_without_an_honest_answer_is_told_so(changed, field):
    fine = {"subject": "gifts", "measures": ("cases",), "rows": "dong", "months": (Month(2026, 10),)}
    known = {"measures": ["cases"], "dimensions": ["dong", "kind", "month"], "is_stock": True}
    assert faults_of(Question(**fine), **known) == []
    assert [name for name, _ in faults_of(Question(**fine | changed), **known)] == [field]


def test_a_question_comes_back_from_json_and_its_name_does_not_hang_on_the_order_of_filters():
    one = Question("gifts", ("cases",), "dong", "", {"kind": ("food", "care"), "dong": ("가",)}, (Month(2026, 10),))
    other = Question("gifts", ("cases",), "dong", "", {"dong": ("가",), "kind": ("care", "food")}, (Month(2026, 10),))
    assert question_of(one.as_dict()).hash == one.hash == other.hash
    with pytest.raises(ValueError, match="not a question"):
        question_of({"measures": []})


def test_a_grid_stands_in_the_order_of_its_words_with_unknown_and_total_last():
    cells = [("care", None, (1,)), ("", None, (2,)), ("zz", None, (4,)), ("food", None, (0.25,)), (None, None, (7,))]
    words = lambda values: {"food": "식품", "care": "돌봄", "": "모름"}  # noqa: E731 - one use
    grid = lay_out(cells, measures=[("n", "건수", "건")], row=("분야", words), column=None, hidden={("care", None)})
    assert [(line.words, line.figures[0].text) for line in grid.lines] == [
        ("식품", "0.2"),
        ("돌봄", "X"),
        ("zz", "4"),
        ("모름", "2"),
        ("계", "7"),
    ]
    assert grid.has_hidden


def test_months_cross_the_year():
    assert [str(month) for month in months_until(Month(2026, 1), 3)] == ["2025-11", "2025-12", "2026-01"]
    assert (last_full_month(date(2026, 3, 31)), Month(2024, 2).last) == (Month(2026, 2), date(2024, 2, 29))
    with pytest.raises(ValueError, match="not a month"):
        parse_month("2026-13")
