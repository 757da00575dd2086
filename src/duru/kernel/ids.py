"""Public ids: what URLs, APIs and files show instead of database keys."""

from ulid import ULID


def new_public_id() -> str:
    """Draw a new public id.

    A ULID: 26 characters of Crockford base 32, the first ten from the time in milliseconds, the other sixteen random
    (80 bits). Ids made later sort later, except within one millisecond.

    Returns:
        The id, upper case, 26 characters, safe in URLs and file names.
    """
    return str(ULID())


def is_public_id(text: str) -> bool:
    """Tell whether a text has the form of a public id, without looking anything up."""
    return len(text) == 26 and text[0] in "01234567" and _ALPHABET.issuperset(text)


_ALPHABET = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
