"""What one person received from how many organisations, over files of a month."""

import pytest

from duru.blocks.benefits.statistics import SPREAD
from duru.blocks.statistics.api import Month, Question
from duru.blocks.statistics.engine.ask import ask
from duru.blocks.statistics.engine.session import session

pytestmark = pytest.mark.unit
# person, 행정동 and organisation of what was given in a month
GIVEN = {
    Month(2026, 9): [*((1, "동가", n) for n in range(35)), *((2, "동가", n % 2) for n in range(35))],
    Month(2026, 10): [*((1, "동나", n + 35) for n in range(35)), *((3, None, 0) for _ in range(35))],
}


def test_organisations_of_a_person_are_counted_beyond_the_sixty_fourth(tmp_path):
    files = []
    with session(threads=1) as conn:
        for month, rows in GIVEN.items():
            files.append(tmp_path / f"{month}.parquet")
            conn.execute(
                "CREATE OR REPLACE TEMP TABLE given "
                "(person UBIGINT, dong VARCHAR, organisation VARCHAR, sex VARCHAR DEFAULT 'F', age SMALLINT DEFAULT 70, won BIGINT DEFAULT 10)"
            )
            conn.executemany("INSERT INTO given (person, dong, organisation) VALUES (?, ?, ?)", rows)
            conn.execute(f"COPY (SELECT DATE '{month}-01' AS month, * FROM given) TO '{files[-1]}' (FORMAT parquet)")
        question = Question("served", ("persons", "several", "won"), "dong", "n_organisations", months=tuple(GIVEN))
        cells = ask(conn, question, SPREAD, {"handouts": files})
        rows = SPREAD.rows.replace("{handouts}", f"read_parquet({list(map(str, files))})")
        counted = conn.execute(f"SELECT person, n_organisations FROM ({rows}) ORDER BY 1").fetchall()
    assert counted == [(1, 70), (2, 2), (3, 1)]
    # Who moved is counted where the last month knows them; an unknown 동 stays unknown.
    assert {(cell.row, cell.column): cell.values for cell in cells if cell.row is not None} == {
        ("", "1"): (1, 0, 350), ("", None): (1, 0, 350),
        ("동가", "2"): (1, 1, 350), ("동가", None): (1, 1, 350),
        ("동나", "4+"): (1, 1, 700), ("동나", None): (1, 1, 700),
    }  # fmt: skip
