"""All the ways in which an agency may know one of the district's people, encoded."""

from collections.abc import Iterable

from duru.blocks.linkage.blind.encoding import encode, fields_of
from duru.kernel.roman import romanise


def forms_of(*, name: str, birth: str, sex: str, phone: str, homes: Iterable[str], key: bytes) -> list[dict[str, str]]:
    """Return the forms (filter → base64) of one mention of a person, as typed.

    Args:
        homes: the same home in its different writings: by road, by lot.
    """
    forms: list[dict[str, str]] = []
    for home in homes or [""]:
        fields = fields_of(name=name, birth=birth, sex=sex, phone=phone, address=home)
        roman = "".join(letter for letter in romanise(fields.name).upper() if letter.isascii())
        for spelling in {fields.name, roman} if "가" <= fields.name[:1] <= "힣" else {fields.name}:
            form = encode(fields._replace(name=spelling), key)
            if form and form not in forms:
                forms.append(form)
    return forms
