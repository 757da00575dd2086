"""What a name is compared by."""

from __future__ import annotations

from duru.kernel.errors import Refused
from duru.kernel.hangul import standard_surname, to_jamo_ascii
from duru.kernel.names import parse_name
from duru.kernel.roman import hangul_surname


def name_columns(name: str) -> tuple[str, str, str, str, bool]:
    """Return name_jamo, surname, given, roman_key and is_roman of one cleaned name."""
    try:
        parsed = parse_name(name)
    except Refused:  # an empty name, or one that is only a mark: nothing to compare but its letters
        return to_jamo_ascii(name), "", "", "", False
    surname = hangul_surname(parsed.surname) if parsed.is_roman else parsed.surname
    jamo = to_jamo_ascii(parsed.name)
    # Without a key of its own (one syllable, hanja) a name still meets its equals.
    return jamo, standard_surname(surname or parsed.surname), parsed.given, parsed.roman_key or jamo, parsed.is_roman
