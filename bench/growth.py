"""How linkage grows with the size: a register of n against n records, from frames to the best row of each, with memory."""

import math

from bench.figures import Figure
from bench.linkage import in_own_process
from bench.linkage_data import SQUARES, square_of

SIZES = {"small": ("10k", "100k"), "full": ("100k", "1m"), "huge": ("100k", "1m", "10m")}
# What may be needed at the largest size, in GiB.
MEMORY = {"small": 0.5, "full": 0.9, "huge": 9.0}


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure the sizes one after the other, each in a process of its own."""
    spent = {name: in_own_process("bench.linkage_ours", "link", square_of(name)) for name in SIZES[size]}
    first, last = SIZES[size][0], SIZES[size][-1]
    slope = math.log(spent[last]["cpu"] / spent[first]["cpu"]) / math.log(SQUARES[last] / SQUARES[first])
    gib = spent[last]["peak_mib"] / 1024
    name = {"small": "_100k", "full": "", "huge": "_10m"}[size]
    return [
        Figure(f"growth.slope{name}", slope, "", "자기 자신", None, "<=1.15"),
        Figure(f"growth.gib{name}", gib, "GiB", "자기 자신", None, f"<={MEMORY[size]}"),
    ], [
        f"{SQUARES[one]:,} × {SQUARES[one]:,}: CPU {of['cpu']:.2f}초, 견준 쌍 {of['pairs']:,}, 메모리 {of['peak_mib'] / 1024:.2f} GiB"
        for one, of in spent.items()
    ]
