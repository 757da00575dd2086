"""A grid as plain CSV bytes."""

import csv
import io

from duru.blocks.statistics.rules.grid import Grid
from duru.blocks.ui.api import neutralise


def csv_bytes(grid: Grid) -> bytes:
    """Return a grid as CSV, UTF-8 with a byte order mark so that Excel reads Korean; texts can never run as formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutralise(grid.row_words or "구분"), *(neutralise(each.words) for each in grid.headings)])
    for line in grid.lines:
        writer.writerow(
            [
                neutralise(line.words),
                *(each.text if each.is_hidden else "" if each.value is None else each.value for each in line.figures),
            ]
        )
    return out.getvalue().encode("utf-8-sig")
