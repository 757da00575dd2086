"""XLSX through a child process with little memory and little time: a hostile workbook can only kill the child."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duru.blocks.workbooks.archives import HOW_TO_SAVE, check_archive
from duru.blocks.workbooks.errors import FileRefused

MOST_SECONDS = 60
MOST_MEMORY = 320 << 20  # address space: code and stacks, and not quite 256 MiB of data

_TOO_MUCH = (
    "엑셀 파일을 여는 데 너무 많은 시간이나 메모리가 듭니다. 자료 밖의 빈 칸을 지우거나 CSV로 저장해 올려 주세요."
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a workbook: number of its sheet, line from 1, cells as text, and which cells held numbers."""

    sheet: int
    line: int
    cells: list[str]
    number_cells: frozenset[int]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets' names, and their rows in order; rows can be walked once."""

    sheets: list[str]
    rows: Iterator[SheetRow]


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Check an XLSX, then read it in a child process. Values of formulas are read, formulas are not.

    Raises:
        FileRefused: hostile, broken, or too large; while opening or while walking the rows.
    """
    n_unpacked = check_archive(path)
    child = subprocess.Popen(
        [
            sys.executable,
            "-I",
            "-S",
            str(Path(__file__).with_name("workbook_child.py")),
            str(path),
            str(MOST_MEMORY),
            str(_cpu_seconds(n_unpacked)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        env={"PATH": os.defpath, "DURU_CHILD_PATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    clock = threading.Timer(MOST_SECONDS, child.kill)
    clock.start()
    try:
        head = _next(child)
        yield Workbook(head["sheets"], _rows(child))
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        child.stdout.close()


def _cpu_seconds(n_unpacked: int) -> int:
    """Return what an honest workbook of a size may take, generously; a row numbered 99,999,999,999 in a small one would take for ever."""
    return min(MOST_SECONDS, 2 + (n_unpacked >> 21))


def _next(child: subprocess.Popen) -> dict:
    line = child.stdout.readline()
    if not line.endswith(b"\n"):
        raise FileRefused(_TOO_MUCH)  # killed by its limits, in the middle of a word perhaps
    message = json.loads(line)
    if "refused" in message:
        raise FileRefused(f"{message['refused']} {HOW_TO_SAVE}")
    return message


def _rows(child: subprocess.Popen) -> Iterator[SheetRow]:
    while True:
        message = _next(child)
        if message.get("end"):
            return
        for sheet, line, cells, numbers in message["rows"]:
            yield SheetRow(sheet, line, cells, frozenset(numbers))
