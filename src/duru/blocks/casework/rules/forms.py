"""Forms are JSON Schema; what is wrong is said in Korean, entry by entry and row by row."""

import re
from collections.abc import Mapping
from typing import Any

from duru.blocks.casework.errors import FormRefused

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMATS = {"date": "2026-11-22처럼 날짜로 적어 주십시오", "phone": "010-1234-5678처럼 전화번호로 적어 주십시오"}
_PHONE = re.compile(r"0\d{1,2}-?\d{3,4}-?\d{4}")


def check_form(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Refuse answers that do not fit the schema.

    Raises:
        FormRefused: with a sentence for every wrong entry, in the order of the form.
    """
    problems = list_problems(schema, answers)
    if problems:
        raise FormRefused(problems)


def list_problems(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List what is wrong: (path such as "owners.2.name", sentence); the row number counts from 1."""
    from jsonschema import Draft202012Validator, FormatChecker  # slow import: 0.2 s

    formats = FormatChecker(formats=["date"])
    formats.checks("phone")(lambda value: not isinstance(value, str) or bool(_PHONE.fullmatch(value)))
    validator = Draft202012Validator(schema, format_checker=formats)
    order = list(schema.get("properties", {}))
    found = []
    for error in validator.iter_errors(answers):
        path = list(error.absolute_path)
        if error.validator == "required":
            # One error a missing entry, and the library names it in its sentence only.
            path.append(next(each for each in error.validator_value if error.message.startswith(repr(each))))
        elif error.validator == "additionalProperties":
            path += sorted(set(error.instance) - set(error.schema.get("properties", {})))[:1]
        found.append((path, _sentence(schema, path, error)))
    found.sort(key=lambda each: [order.index(each[0][0]) if each[0] and each[0][0] in order else 999, str(each[0])])
    return [(".".join(str(part + 1) if isinstance(part, int) else part for part in path), said) for path, said in found]


def label_of(schema: Mapping[str, Any], path: list) -> str:
    """Give the Korean name of an entry: the titles along its path, rows by number."""
    words, here = [], schema
    for part in path:
        if isinstance(part, int):
            words.append(f"{part + 1}번째 줄")
            here = here.get("items", {})
        else:
            here = here.get("properties", {}).get(part, {})
            words.append(here.get("title", str(part)))
    return " ".join(words)


def _sentence(schema: Mapping[str, Any], path: list, error: Any) -> str:
    label, value = label_of(schema, path), error.validator_value
    match error.validator:
        case "required":
            return f"{label}: 적어 주십시오."
        case "minLength" if value == 1:
            return f"{label}: 적어 주십시오."
        case "minLength":
            return f"{label}: {value}자 이상 적어 주십시오."
        case "maxLength":
            return f"{label}: {value}자까지 적을 수 있습니다."
        case "minimum":
            return f"{label}: {value:,} 이상이어야 합니다."
        case "exclusiveMinimum":
            return f"{label}: {value:,}보다 커야 합니다."
        case "maximum":
            return f"{label}: {value:,} 이하여야 합니다."
        case "enum":
            return f"{label}: 목록에서 골라 주십시오."
        case "type":
            word = {"integer": "정수로", "number": "숫자로", "boolean": "예나 아니오로"}.get(value, "다시")
            return f"{label}: {word} 적어 주십시오."
        case "format":
            return f"{label}: {_FORMATS.get(value, '형식에 맞게 적어 주십시오')}."
        case "minItems":
            return f"{label}: {value}줄 이상 적어 주십시오."
        case "maxItems":
            return f"{label}: {value}줄까지 적을 수 있습니다."
        case "const":
            return f"{label}: 확인해 주십시오."
        case "additionalProperties":
            return f"{label}: 이 서식에 없는 칸입니다."
    return f"{label}: 다시 확인해 주십시오."
