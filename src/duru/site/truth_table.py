"""What the check found in the demo district, beside what its known truth says. The truth's only reader in the product.

Deleting the truth changes nothing but this table, whose right column is then empty.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duru.services.welfare.api import Summary

__all__ = ["Line", "compare"]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what was found, what is true (None when the truth says nothing of it), and in which unit."""

    name: str
    found: int
    truth: int | None
    unit: str = "건"


def compare(found: Summary, truth: Path) -> list[Line]:
    """Return the lines of the main job's summary, in the order in which they are shown."""
    true = _true_figures(truth) if truth.is_dir() else {}
    overlaps = found.overlaps

    def n(*verdicts: str) -> int:
        return sum(overlaps.get(each, {"n": 0})["n"] for each in verdicts)

    return [
        Line("받은 파일", found.files, true.get("files"), "개"),
        Line("받은 줄", found.rows_taken, true.get("taken"), "줄"),
        Line("거절한 줄", found.rows_refused, true.get("refused"), "줄"),
        Line("되풀이된 줄(한 번만 셈)", found.rows_repeated, true.get("repeated"), "줄"),
        Line("사람", found.people, true.get("people"), "명"),
        Line("확실한 연결", sum(found.links.get(each, 0) for each in ("certain", "human")), None),
        Line("사람이 볼 연결", found.links.get("review", 0), None),
        Line("새 사람으로 본 기록", found.links.get("new", 0), None),
        Line("겹침: 금지·제한(공적급여)", n("prohibited", "restricted"), true.get("public")),
        Line("겹침: 주의(캠페인·서비스)", n("caution"), true.get("private")),
        Line("겹침: 정보", n("info"), None),
        Line("겹침에 걸린 돈", found.overlaps_won, None, "원"),
        Line("사망·전출 뒤에도 받는 사람", found.n_gone, true.get("gone"), "명"),
        Line("그 뒤에 나간 돈", found.gone_won, None, "원"),
        Line("필요한데 아무것도 못 받은 사람", found.silent, true.get("silent"), "명"),
    ]


def _true_figures(truth: Path) -> dict[str, int]:
    rows = list(_rows(truth / "rows.csv"))
    doubles = [row["kind"] for row in _rows(truth / "doubles.csv")]
    return {
        # A file may hold no row at all ("해당 없음"): it was sent all the same.
        "files": len(_sent_files(truth.parent / "files" / "manifest.json")),
        "taken": sum(not row["spoiled"] and row["repeated"] == "0" for row in rows),
        "refused": sum(bool(row["spoiled"]) for row in rows),
        "repeated": sum(not row["spoiled"] and row["repeated"] == "1" for row in rows),
        "people": len({row["person"] for row in rows if not row["spoiled"]}),
        "public": doubles.count("public"),
        "private": len(doubles) - doubles.count("public"),
        # Nobody can see a payment to a dead person whose death no file tells.
        "gone": len({row["person"] for row in _rows(truth / "paid_after.csv") if row["known_to_district"] == "1"}),
        "silent": len(
            {row["person"] for row in _rows(truth / "silent.csv") if (row["no_handout"], row["no_grant"]) == ("1", "1")}
        ),
    }


def _sent_files(manifest: Path) -> list[str]:
    sent = json.loads(manifest.read_text(encoding="utf-8"))
    return [file["path"] for organisation in sent["organisations"] for file in organisation["files"]]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
