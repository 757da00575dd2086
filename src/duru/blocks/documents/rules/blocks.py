"""The text of a document as blocks: one truth for the screen, PDF and HWPX.

A template's lines are read by their first sign: "# " heading, "- " item, "> " notice of law, "| a | b" row of a table; other lines
are paragraphs, an empty line ends one. What a person gives is shielded while merging, so that no value becomes a mark.
"""

from collections.abc import Sequence
from typing import TypedDict


class Block(TypedDict, total=False):
    """One piece: `kind` is p, h, item, notice or row; rows carry `cells`, all others `text`."""

    kind: str
    text: str
    cells: list[str]


_MARKS = (("# ", "h"), ("- ", "item"), ("> ", "notice"))
# Private letters that stand for signs of the markup while a value is inside a merged text.
_SHIELD = {"#": "\ue001", "-": "\ue002", ">": "\ue003", "|": "\ue004", "\n": "\ue005"}
_OPEN = str.maketrans({shielded: sign for sign, shielded in _SHIELD.items()})
_CLOSE = str.maketrans(_SHIELD)
_PRIVATE = str.maketrans(dict.fromkeys(_SHIELD.values()))


def shield(value: str) -> str:
    """Return a value in which no sign of the markup is left; `read_blocks` gives them back."""
    return value.translate(_PRIVATE).replace("\r\n", "\n").replace("\r", "\n").translate(_CLOSE)


def read_blocks(text: str) -> list[Block]:
    """Read marked-up text into blocks, in order. Lines of one paragraph are joined by a blank."""
    blocks: list[Block] = []
    open_lines: list[str] = []

    def end_paragraph() -> None:
        if open_lines:
            blocks.append({"kind": "p", "text": _text(" ".join(open_lines))})
            open_lines.clear()

    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        mark = next(((sign, kind) for sign, kind in _MARKS if line.startswith(sign)), None)
        if not line:
            end_paragraph()
        elif mark:
            end_paragraph()
            blocks.append({"kind": mark[1], "text": _text(line[len(mark[0]) :])})
        elif line.startswith("|"):
            end_paragraph()
            blocks.append({"kind": "row", "cells": [_text(each) for each in line.strip("|").split("|")]})
        else:
            open_lines.append(line)
    end_paragraph()
    return blocks


def write_blocks(blocks: Sequence[Block]) -> str:
    """Return blocks as text that `read_blocks` reads again: what a person mends by hand."""
    signs = {kind: sign for sign, kind in _MARKS}
    lines: list[str] = []
    before = ""
    for block in blocks:
        kind = block["kind"]
        if lines and (kind == "p" or kind != before):
            lines.append("")
        if kind == "row":
            lines.append("| " + " | ".join(" ".join(each.split()).replace("|", "∣") for each in block["cells"]))
        else:
            lines.append(signs.get(kind, "") + " ".join(block["text"].split()))
        before = kind
    return "\n".join(lines)


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the words of blocks, one piece a line: what all outputs must have in common."""
    return "\n".join(" ".join(block["cells"]) if block["kind"] == "row" else block["text"] for block in blocks)


def _text(shielded: str) -> str:
    return shielded.strip().translate(_OPEN)
