"""Which cells of a table are hidden outside the office, so that no small one can be read, nor worked out of sums.

A cell is *small* when fewer persons stand behind it than the threshold, or a count in it is below the threshold; nought is no
small cell. Other cells are hidden with it as a cover until an attacker who knows every shown cell, every sum, and that nothing is
negative, is left with an interval of at least the threshold's width for every small cell.

A table with its totals is a circulation: every cell is an edge, every sum says that what flows into a node flows out of it. How far
a hidden cell can move is then a maximum flow through the other hidden cells, exact and quick; hiding a cover is a cheapest path.
Source: Gusfield, «A graph theoretic approach to statistical data security» (SIAM J. Comput. 17, 1988); Cox, «Network models for
complementary cell suppression» (JASA 90, 1995).
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str | None, str | None]
Node = tuple[str, str | None]

SUM_WIDTH = 0.2  # of a sum: how wide the interval of a small cell must be at least
_TOTAL_DEARER = 8.0
_NOUGHT_COST = 6.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One cell as the rule needs it: its place, whether it is small, and its additive values (counts first), all >= 0."""

    key: Key
    is_small: bool
    flows: tuple[float, ...]


def mask_of(
    cells: Sequence[Shape],
    *,
    threshold: int,
    n_counts: int = 1,
    shown: Collection[Key] = (),
    hidden: Collection[Key] = (),
) -> frozenset[Key]:
    """Return the places to hide.

    Args:
        threshold: fewer persons than this are small; an interval is wide enough when it is as wide.
        n_counts: the first so many flows are counts; what comes after are sums, whose interval must be `SUM_WIDTH` wide.
        shown: places that stand open elsewhere already (same rows, same months): no cover, because an attacker knows them.
        hidden: places that are hidden elsewhere already: they stay hidden.

    Returns: all places of the table when no cover can be found without what is shown elsewhere.
    """
    places = {cell.key for cell in cells}
    small = [cell for cell in cells if cell.is_small]
    masked = {cell.key for cell in small} | (places & set(hidden))
    if not masked:
        return frozenset()
    ends = _ends_of(cells)
    # A place hidden elsewhere is as much at risk here as a small one of this table.
    at_risk = [cell for cell in cells if cell.key in masked]
    for number in range(len(cells[0].flows)):
        flow = {cell.key: cell.flows[number] for cell in cells}
        for cell in at_risk:
            value = cell.flows[number]
            if value == 0:
                continue  # nought is nothing to hide, and could not be moved where all others are nought too
            wide = float(threshold) if number < n_counts else SUM_WIDTH * value
            if not _cover(masked, cell.key, wide, flow, ends, frozenset(shown)):
                return frozenset(places)
    return frozenset(masked)


def interval_of(key: Key, flow: Mapping[Key, float], hidden: Collection[Key]) -> tuple[float, float]:
    """Return between which values an attacker can place a hidden cell of one additive measure (exact for such tables)."""
    ends = _ends_of([Shape(each, False, (value,)) for each, value in flow.items()])
    net = _Net({each: flow[each] for each in hidden}, ends, without=key)
    start, end = ends[key]
    more = net.push(end, start, math.inf)
    net = _Net({each: flow[each] for each in hidden}, ends, without=key)
    less = net.push(start, end, flow[key])
    return flow[key] - less, flow[key] + more


def _cover(
    masked: set[Key], key: Key, wide: float, flow: Mapping[Key, float], ends: Mapping[Key, tuple[Node, Node]],
    shown: frozenset[Key],
) -> bool:  # fmt: skip
    """Hide further places until the interval of one is wide enough; False when that cannot be."""
    start, end = ends[key]
    while True:
        up = _Net({each: flow[each] for each in masked}, ends, without=key)
        more = up.push(end, start, wide)
        down = _Net({each: flow[each] for each in masked}, ends, without=key)
        less = down.push(start, end, min(wide, flow[key]))
        lacking = wide - more - less
        if lacking <= 0:
            return True
        free = {each: value for each, value in flow.items() if each not in masked and each not in shown and each != key}
        ways = [up.cheapest(end, start, free, ends, lacking)]
        if flow[key] - less > 0:
            ways.append(down.cheapest(start, end, free, ends, min(lacking, flow[key] - less)))
        found = min((way for way in ways if way), default=None)
        if found is None:
            return False
        masked |= found[1]


class _Net:
    """The hidden cells as a network: a cell may grow without limit and shrink to nought."""

    def __init__(self, hidden: Mapping[Key, float], ends: Mapping[Key, tuple[Node, Node]], *, without: Key):
        self.room: dict[Node, dict[Node, float]] = {}
        for key, value in hidden.items():
            if key != without:
                start, end = ends[key]
                self._add(start, end, math.inf)
                self._add(end, start, value)

    def _add(self, start: Node, end: Node, room: float) -> None:
        self.room.setdefault(start, {})
        self.room.setdefault(end, {})
        self.room[start][end] = self.room[start].get(end, 0) + room

    def push(self, start: Node, end: Node, most: float) -> float:
        """Push as much as there is room for, `most` at most; returns how much. What was pushed stays."""
        pushed = 0.0
        while pushed < most:
            came: dict[Node, Node] = {start: start}
            queue = deque([start])
            while queue and end not in came:
                node = queue.popleft()
                for other, room in self.room.get(node, {}).items():
                    if room > 0 and other not in came:
                        came[other] = node
                        queue.append(other)
            if end not in came:
                return pushed
            way = _back(came, start, end)
            step = min(most - pushed, *(self.room[a][b] for a, b in way))
            if math.isinf(step):
                return math.inf
            for a, b in way:
                self.room[a][b] -= step
                self.room[b][a] = self.room[b].get(a, 0) + step
            pushed += step
        return pushed

    def cheapest(
        self, start: Node, end: Node, free: Mapping[Key, float], ends: Mapping[Key, tuple[Node, Node]], wanted: float
    ) -> tuple[float, frozenset[Key]] | None:
        """Return the cheapest way on, in cells that would have to be hidden too: (cost, cells); None when there is none.

        Cells that can move as far as wanted are tried first.
        """
        for least in (wanted, 0.0):
            edges: dict[Node, list[tuple[Node, float, Key | None]]] = {}
            for a, others in self.room.items():
                edges.setdefault(a, []).extend(
                    (b, 0.0, None) for b, room in others.items() if room > least or room >= wanted
                )
            for key, value in free.items():
                a, b = ends[key]
                cost = _cost(key, value)
                edges.setdefault(a, []).append((b, cost, key))
                if value > 0 and value >= least:
                    edges.setdefault(b, []).append((a, cost, key))
            found = _dijkstra(edges, start, end)
            if found:
                return found
        return None


def _dijkstra(
    edges: Mapping[Node, Iterable[tuple[Node, float, Key | None]]], start: Node, end: Node
) -> tuple[float, frozenset[Key]] | None:
    best: dict[Node, float] = {start: 0.0}
    came: dict[Node, tuple[Node, Key | None]] = {}
    queue: list[tuple[float, int, Node]] = [(0.0, 0, start)]
    n = 0
    while queue:
        cost, _, node = heapq.heappop(queue)
        if node == end:
            cells = set()
            while node != start:
                node, key = came[node]
                if key is not None:
                    cells.add(key)
            return cost, frozenset(cells)
        if cost > best[node]:
            continue
        for other, step, key in edges.get(node, ()):
            if cost + step < best.get(other, math.inf):
                best[other], came[other] = cost + step, (node, key)
                n += 1
                heapq.heappush(queue, (cost + step, n, other))
    return None


def _back(came: Mapping[Node, Node], start: Node, end: Node) -> list[tuple[Node, Node]]:
    way, node = [], end
    while node != start:
        way.append((came[node], node))
        node = came[node]
    return way


def _cost(key: Key, value: float) -> float:
    """Prefer to lose little, and totals last: they are what is read."""
    cost = _NOUGHT_COST if value == 0 else 1 + math.log2(1 + value)
    return cost * (_TOTAL_DEARER if None in key else 1)


def _ends_of(cells: Sequence[Shape]) -> dict[Key, tuple[Node, Node]]:
    """Return the two nodes each cell joins, so that every sum of the table is a node's balance."""
    keys = [cell.key for cell in cells]
    is_flat = all(column is None for _, column in keys)
    has_row_totals = not is_flat and any(row is not None and column is None for row, column in keys)
    has_column_totals = any(row is None for row, _ in keys)
    if has_row_totals and has_column_totals:
        return {key: _ends_in_square(key) for key in keys}
    if not has_column_totals:  # every row for itself, with its own total or none
        return {key: _ends_in_line(key[1], key[0]) for key in keys}
    return {key: _ends_in_line(key[0], key[1]) for key in keys}


def _ends_in_square(key: Key) -> tuple[Node, Node]:
    row, column = key
    down: Node = ("row", row)
    across: Node = ("column", column)
    # Inside r→c, a row's total c*→r, a column's total c→r*, everything r*→c*.
    return (down, across) if (row is None) == (column is None) else (across, down)


def _ends_in_line(along: str | None, line: str | None) -> tuple[Node, Node]:
    return (("a", line), ("b", line)) if along is not None else (("b", line), ("a", line))
