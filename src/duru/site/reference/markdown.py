"""Tables in Markdown."""

from collections.abc import Iterable, Iterator


def _row(*cells: object) -> str:
    # A bar or a line break inside a cell would tear the table.
    return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Write a table and the empty line after it."""
    columns = list(columns)
    yield _row(*columns)
    yield "|" + "---|" * len(columns)
    yield from (_row(*cells) for cells in rows)
    yield ""
