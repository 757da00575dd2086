"""The table promise → tried → failed, as printed and as a page of the documentation."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil

from duru.site.reference.markdown import table
from tests.promises.book import PROMISES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "promises.md"

HEAD = """# 지킨 약속

`./check --promises`가 잰 표입니다. 손으로 고치지 않고 `./check --promises --save`로 다시 씁니다(`--all`을 앞에 붙이면 밤새 도는 크기까지 잽니다).
하나라도 잃거나 새거나 멈추면 명령이 실패합니다. 시도가 없는 약속도 실패입니다. 시험은 `tests/`에서 `promise` 표시로 찾을 수 있습니다.
"""


def rows(counts: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str, int, str, int]]:
    """Yield (promise, what one try is, tried, what counts as a failure, failed) for every promise of the book."""
    for key, promise in PROMISES.items():
        tried, failed = counts.get(key, (0, 0))
        yield promise.words, promise.a_try, tried, promise.a_failure, failed


def page(counts: Mapping[str, Sequence[int]], *, everything: bool) -> str:
    """Return the page for the counts of one run (`everything`: the nightly-size work ran too)."""
    lines = [
        f"{datetime.now(ZoneInfo('Asia/Seoul')).date()} · {machine()} · {'모두(--all)' if everything else '보통 크기'}",
        "",
        *table(
            ["약속", "시도", "무엇을", "실패", "실패란"],
            (
                [words, f"{tried:,}" if tried else "**없음**", a_try, f"**{failed:,}**" if failed else 0, a_failure]
                for words, a_try, tried, a_failure, failed in rows(counts)
            ),
        ),
    ]
    return "\n".join([HEAD, *lines])


def write(counts: Mapping[str, Sequence[int]], *, everything: bool) -> None:
    """Write the page of the documentation."""
    PAGE.write_text(page(counts, everything=everything), encoding="utf-8")


def machine() -> str:
    """Describe the kind of machine; its name and places are nobody's business."""
    memory = round(psutil.virtual_memory().total / 2**30)
    return f"{os.cpu_count()}코어, {memory} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
