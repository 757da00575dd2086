"""The page of standards: every item of four public standards with its verdict and the tests that prove it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from duru.conf import paths
from duru.site.reference.markdown import table

VERDICTS = {"met": "지킴", "not_met": "아직 아님", "not_applicable": "해당 없음"}


@dataclass(frozen=True)
class Item:
    """One item of a standard, in our own short words; `proof` names tests as pytest does."""

    standard: str
    item: str
    group: str
    words: str
    verdict: str
    proof: tuple[str, ...]
    note: str

    @property
    def is_proven(self) -> bool:
        return self.verdict == "met" and bool(self.proof)


def read_items() -> list[Item]:
    """Read docs/reference/standards.csv, the file that people keep."""
    with (paths.source_root() / "docs" / "reference" / "standards.csv").open(encoding="utf-8", newline="") as file:
        return [Item(**row | {"proof": tuple(row["proof"].split())}) for row in csv.DictReader(file)]


def standards() -> Iterator[str]:
    """Write the counts, then every item by standard."""
    items = read_items()
    by_standard = {
        name: [each for each in items if each.standard == name]
        for name in dict.fromkeys(each.standard for each in items)
    }
    yield "# 표준과 시험"
    yield ""
    yield "공개된 표준의 항목마다 두루가 지키는지, 무엇이 그것을 보이는지 적습니다. 기계가 읽는 원본은 [standards.csv](standards.csv)이며 사람이 고칩니다."
    yield "낱말은 우리말로 줄인 것이고 원문이 아닙니다. 안전성 확보조치 기준의 조 번호는 원문과 대조하지 못했습니다. *해당 없음*과 *아직 아님*에는 까닭을 적습니다."
    yield ""
    yield from table(
        ["표준", "항목", "지킴", "아직 아님", "해당 없음", "해당하는 것 가운데 시험이 보이는 몫"],
        ([name, *counts(own)] for name, own in [*by_standard.items(), ("모두", items)]),
    )
    for name, own in by_standard.items():
        yield f"## {name}"
        yield ""
        yield from table(
            ["항목", "묶음", "무엇", "판정", "보이는 시험", "까닭"],
            (
                [
                    each.item, each.group, each.words, VERDICTS[each.verdict],
                    "<br>".join(f"`{test.removeprefix('tests/').replace('::test_', ' ')}`" for test in each.proof) or "–", each.note,
                ]
                for each in own
            ),
        )  # fmt: skip


def counts(items: list[Item]) -> list[str]:
    """Return how many there are, met, not met, not applicable, and the share of applicable items that a test proves."""
    n = {verdict: sum(each.verdict == verdict for each in items) for verdict in VERDICTS}
    share = sum(each.is_proven for each in items) / max(len(items) - n["not_applicable"], 1)
    return [str(len(items)), *(str(n[verdict]) for verdict in VERDICTS), f"{share:.0%}"]
