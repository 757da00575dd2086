"""What a letter asks for, checked before it is written."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from duru.blocks.documents.errors import LetterRefused
from duru.blocks.documents.rules.merging import korean_day

MOST_ITEMS = 200
MOST_CHARS = 5_000


def check_fields(
    asked: Sequence[Mapping[str, Any]], given: Mapping[str, Any], *, on: date, days_of: Mapping[str, int | None]
) -> dict[str, Any]:
    """Return the values of a letter as JSON can keep them: days as YYYY-MM-DD, lists as lists; "" for what was left out.

    A field is a dict of name, label, type (text, lines, day, number, list), required, and for days `least` or `most`: the code of the
    legal text whose days it must keep, counted from the day after `on`.

    Raises:
        LetterRefused: missing, unknown, of another type, or against a term of law; names the field in Korean.
    """
    known = {each["name"]: each for each in asked}
    if strange := sorted(set(given) - set(known)):
        raise LetterRefused(f"이 편지에 없는 항목입니다: {', '.join(strange)}")
    return {name: _checked(field, given.get(name), on, days_of) for name, field in known.items()}


def _checked(field: Mapping[str, Any], value: Any, on: date, days_of: Mapping[str, int | None]) -> Any:
    label, kind = field["label"], field.get("type", "text")
    if (
        value is None
        or (isinstance(value, (str, list, tuple)) and not value)
        or (isinstance(value, str) and not value.strip())
    ):
        if field.get("required", True):
            raise LetterRefused(f"‘{label}’을(를) 적어 주세요.")
        return [] if kind == "list" else ""
    if kind == "day":
        return _day(field, value, on, days_of).isoformat()
    if kind == "number":
        if isinstance(value, bool) or not isinstance(value, int):
            raise LetterRefused(f"‘{label}’에는 수를 적어 주세요.")
        return value
    if kind == "list":
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise LetterRefused(f"‘{label}’에는 줄마다 하나씩 적어 주세요.")
        items = [str(each).strip() for each in value if str(each).strip()]
        if not items or len(items) > MOST_ITEMS or any(len(each) > MOST_CHARS for each in items):
            raise LetterRefused(f"‘{label}’은(는) 하나에서 {MOST_ITEMS}개까지 적을 수 있습니다.")
        return items
    text = str(value).strip()
    if len(text) > MOST_CHARS:
        raise LetterRefused(f"‘{label}’은(는) {MOST_CHARS:,}자까지 적을 수 있습니다. 긴 내용은 붙임으로 옮겨 주세요.")
    return text


def _day(field: Mapping[str, Any], value: Any, on: date, days_of: Mapping[str, int | None]) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise LetterRefused(f"‘{field['label']}’에는 날짜를 적어 주세요.") from None
    for word, is_wrong, sentence in (
        ("least", lambda last: day < last, "일 이상 주어야 합니다. 가장 이른 날: "),
        ("most", lambda last: day > last, "일을 넘을 수 없습니다. 가장 늦은 날: "),
    ):
        days = days_of.get(field.get(word, ""))
        if days is not None and is_wrong(border := on + timedelta(days=days)):
            raise LetterRefused(f"‘{field['label']}’은(는) {days}{sentence}{korean_day(border)}")
    return day
