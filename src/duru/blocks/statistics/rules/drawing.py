"""A grid as a picture for paper: bars in SVG, told apart by pattern as well as colour. On screens ECharts draws the same figures."""

from __future__ import annotations

from html import escape

from duru.blocks.statistics.rules.grid import Grid

COLOURS = ("#256ef4", "#c78500", "#228738", "#8a240f", "#6b4fbb", "#58616a")
_MOST_LINES, _MOST_SERIES = 24, 4
_WIDTH, _LEFT, _RIGHT, _BAR = 640, 150, 76, 15


def series_of(grid: Grid) -> tuple[str, list[tuple[str, list[float | int | None]]]]:
    """Return what of a grid is drawn: the unit, and (name, values) for each column of its first measure; hidden ones are gaps.

    A split across has one series a value (its total is left out); without one, the first measure alone.
    """
    if not grid.headings:
        return "", []
    first = grid.headings[0]
    picked = [
        at
        for at, each in enumerate(grid.headings)
        if each.measure == first.measure and (each.column is not None or not grid.column_words)
    ]
    lines = grid.body or grid.lines
    return first.unit, [
        (grid.headings[at].words, [None if line.figures[at].is_hidden else line.figures[at].value for line in lines])
        for at in picked
    ]


def svg_of(grid: Grid, title: str) -> str:
    """Return the picture, "" when there is nothing to draw. Every word is escaped; at most 24 lines and 4 series."""
    unit, series = series_of(grid)
    series, lines = series[:_MOST_SERIES], (grid.body or grid.lines)[:_MOST_LINES]
    most = max((value or 0 for _, values in series for value in values[:_MOST_LINES]), default=0)
    if not lines or most <= 0:
        return ""
    step = _BAR * len(series) + 8
    top = 24 if len(series) > 1 else 6
    height = top + step * len(lines) + 4
    room = _WIDTH - _LEFT - _RIGHT
    parts = [_patterns(len(series))]
    x = float(_LEFT)
    if len(series) > 1:
        for at, (name, _) in enumerate(series):
            parts.append(f'<rect x="{x:.0f}" y="4" width="12" height="12" fill="url(#p{at})" stroke="{COLOURS[at]}"/>')
            parts.append(f'<text x="{x + 16:.0f}" y="14" font-size="11">{escape(name)}</text>')
            x += 30 + 11 * len(name)
    for number, line in enumerate(lines):
        y = top + step * number
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y + step / 2:.0f}" font-size="11" text-anchor="end">{escape(line.words[:14])}</text>'
        )
        for at, (_, values) in enumerate(series):
            value = values[number]
            wide = max(room * (value or 0) / most, 0.5)
            below = y + at * _BAR
            text = "X" if value is None else _text(value, unit)
            parts.append(
                f'<rect x="{_LEFT}" y="{below}" width="{wide:.1f}" height="{_BAR - 3}" fill="url(#p{at})" stroke="{COLOURS[at]}"/>'
                f'<text x="{_LEFT + wide + 4:.1f}" y="{below + 10}" font-size="10">{escape(text)}</text>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'font-family="Letter"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _text(value: float, unit: str) -> str:
    if unit == "비율":
        return f"{value * 100:,.1f}%"
    return f"{value:,.0f}"


def _patterns(n: int) -> str:
    """Plain, slanted, dotted, crossed: read in grey too."""
    marks = ("", '<path d="M0 6L6 0" stroke="#fff" stroke-width="1.4"/>', '<circle cx="3" cy="3" r="1.3" fill="#fff"/>', '<path d="M0 3H6M3 0V6" stroke="#fff"/>')  # fmt: skip
    drawn = "".join(
        f'<pattern id="p{at}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{COLOURS[at]}"/>{marks[at]}</pattern>'
        for at in range(n)
    )
    return f"<defs>{drawn}</defs>"
