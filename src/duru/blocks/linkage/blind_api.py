"""The third door of linkage: a blind check between two sides that do not show each other their lists; no Django, no database."""

from duru.blocks.linkage.blind.encoding import N_KEY_BYTES, read_key
from duru.blocks.linkage.blind.files import (
    NOTHING,
    BlindRefused,
    Person,
    read_lines,
    read_people,
    write_answers,
    write_people,
)
from duru.blocks.linkage.blind.matching import match
from duru.blocks.linkage.blind.people import forms_of
from duru.blocks.linkage.blind.tool import tool_page

__all__ = [
    "NOTHING",
    "N_KEY_BYTES",
    "BlindRefused",
    "Person",
    "forms_of",
    "match",
    "read_key",
    "read_lines",
    "read_people",
    "tool_page",
    "write_answers",
    "write_people",
]
