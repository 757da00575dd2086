"""How the sheets of one file are to be read; kept as JSON with the intake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: where its data begins and which column is which field.

    `header_lines` are line numbers from 1 (none, one or two); rows up to `first_line` - 1 are not data. `columns` is
    {field key: column from 0}; `serial` the column of running numbers, left out of the hash; `secret` the columns that
    hold the back half of resident numbers.
    """

    sheet: int
    name: str
    header: tuple[str, ...]
    header_lines: tuple[int, ...]
    first_line: int
    signature: str
    is_used: bool = True
    columns: Mapping[str, int] = field(default_factory=dict)
    serial: int | None = None
    secret: tuple[int, ...] = ()
    is_remembered: bool = False

    @property
    def width(self) -> int:
        return len(self.header)

    def as_json(self) -> dict[str, Any]:
        """Write as plain JSON values."""
        return {
            "sheet": self.sheet, "name": self.name, "header": list(self.header), "header_lines": list(self.header_lines),
            "first_line": self.first_line, "signature": self.signature, "is_used": self.is_used,
            "columns": dict(self.columns), "serial": self.serial, "secret": list(self.secret),
            "is_remembered": self.is_remembered,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "SheetPlan":
        """Read what `as_json` wrote."""
        return cls(
            **{
                **value,
                "header": tuple(value["header"]),
                "header_lines": tuple(value["header_lines"]),
                "secret": tuple(value["secret"]),
            }
        )


def plans_of(value: Mapping[str, Any]) -> list[SheetPlan]:
    """Read the sheets of an intake's `plan`."""
    return [SheetPlan.from_json(each) for each in value.get("sheets", [])]


def plan_json(sheets: Sequence[SheetPlan]) -> dict[str, Any]:
    """Write the `plan` of an intake."""
    return {"sheets": [each.as_json() for each in sheets]}
