"""A JSON Schema as a form in the government look; the schema stays the judge, this only asks and shows.

Knows: texts (with `x-lines` for several lines), choices (`enum` with `x-labels`; several in an array), dates, numbers, whole
numbers, yes or no, lists of words (one a line), and one level of tables (array of objects) as rows.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from duru.blocks.casework.rules.forms import list_problems

BLANK_ROWS = 2
_DAY = {"type": "date"}


class SchemaForm(forms.Form):
    """The plain entries of a schema; `answers` is what was filled in, blanks left out. A row may stay blank whole."""

    schema: Mapping[str, Any]

    def __init__(self, *args: Any, schema: Mapping[str, Any], is_row: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.schema = schema
        for name, entry in schema.get("properties", {}).items():
            if not _is_table(entry):
                self.fields[name] = _field(entry, is_required=not is_row and name in schema.get("required", ()))

    @property
    def answers(self) -> dict[str, Any]:
        filled = {name: _plain(value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        # An unticked box is an answer only where somebody had to tick it.
        return {
            name: value
            for name, value in filled.items()
            if value is not False or name in self.schema.get("required", ())
        }


class WholeForm:
    """A schema's plain entries and its tables of rows, checked together against the schema."""

    def __init__(self, schema: Mapping[str, Any], data: Any = None, initial: Mapping[str, Any] | None = None):
        self.schema, initial = schema, dict(initial or {})
        self.form = SchemaForm(data, schema=schema, initial=initial, prefix="f")
        self.rows = [
            _Rows(name, entry, data, initial.get(name))
            for name, entry in schema.get("properties", {}).items()
            if _is_table(entry)
        ]

    def is_valid(self) -> bool:
        parts = [self.form.is_valid(), *(rows.is_valid() for rows in self.rows)]
        if not all(parts):
            return False
        problems = list_problems(self.schema, self.answers)
        for path, sentence in problems:
            self._show(path.split("."), sentence)
        return not problems

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, as the schema wants it."""
        tables = {rows.name: rows.answers for rows in self.rows if rows.answers}
        return {**self.form.answers, **tables}

    def _show(self, path: list[str], sentence: str) -> None:
        for rows in self.rows:
            if rows.name == path[0]:
                rows.show(path, sentence)
                return
        self.form.add_error(path[0] if path[0] in self.form.fields else None, sentence)


class _Rows:
    """One table of a form: a formset whose blank rows are left out."""

    def __init__(self, name: str, entry: Mapping[str, Any], data: Any, initial: Any):
        self.name, self.title = name, entry.get("title", name)
        item = {"required": (), **entry["items"]}
        factory = formset_factory(
            SchemaForm, formset=_RowSet, extra=BLANK_ROWS, max_num=entry.get("maxItems", 100), absolute_max=1_000
        )
        self.formset = factory(data, prefix=f"t-{name}", initial=initial, form_kwargs={"schema": item, "is_row": True})

    def is_valid(self) -> bool:
        return self.formset.is_valid()

    @property
    def _filled(self) -> list[SchemaForm]:
        return [form for form in self.formset.forms if form.has_changed() and form.answers]

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [form.answers for form in self._filled]

    def show(self, path: list[str], sentence: str) -> None:
        """Show a sentence at its row; without a row it stands above the first one."""
        if len(path) > 1 and path[1].isdigit() and int(path[1]) <= len(self._filled):
            form = self._filled[int(path[1]) - 1]
            form.add_error(path[2] if len(path) > 2 and path[2] in form.fields else None, sentence)
        elif self.formset.forms:
            self.formset.forms[0].add_error(None, sentence)


class _RowSet(BaseFormSet):
    """Rows that may stay blank."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}


def shown_answers(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write filled-in answers as (label, text), in the order of the form; rows in one text."""
    pairs = []
    for name, entry in schema.get("properties", {}).items():
        if name not in answers:
            continue
        value = answers[name]
        if entry.get("type") == "array" and not _is_table(entry):
            labels = entry["items"].get("x-labels", {})
            pairs.append((entry.get("title", name), ", ".join(str(labels.get(each, each)) for each in value)))
        elif _is_table(entry):
            rows = [", ".join(text for _, text in shown_answers(entry["items"], row)) for row in value]
            pairs.append((entry.get("title", name), " / ".join(rows)))
        elif isinstance(value, bool):
            pairs.append((entry.get("title", name), "예" if value else "아니오"))
        else:
            pairs.append((entry.get("title", name), str(entry.get("x-labels", {}).get(value, value))))
    return pairs


def _is_table(entry: Mapping[str, Any]) -> bool:
    return entry.get("type") == "array" and "properties" in entry.get("items", {})


class _LinesField(forms.CharField):
    """Several words, one a line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


def _field(entry: Mapping[str, Any], *, is_required: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": entry.get("title", ""),
        "required": is_required,
        "help_text": entry.get("description", ""),
    }
    if "enum" in entry:
        labels = entry.get("x-labels", {})
        choices = [("", "고르십시오"), *((each, labels.get(each, each)) for each in entry["enum"])]
        return forms.ChoiceField(choices=choices, **common)
    match entry.get("type"):
        case "array" if "enum" in entry["items"]:
            labels = entry["items"].get("x-labels", {})
            choices = [(each, labels.get(each, each)) for each in entry["items"]["enum"]]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case "array":
            return _LinesField(**{**common, "help_text": common["help_text"] or "한 줄에 하나씩 적으세요."})
        case "boolean":
            return forms.BooleanField(**{**common, "required": is_required and entry.get("const") is True})
        case "integer":
            return forms.IntegerField(**common)
        case "number":
            return forms.DecimalField(**common, max_digits=16)
    if entry.get("format") == "date":
        return forms.DateField(widget=forms.DateInput(attrs=_DAY), **common)
    lines = entry.get("x-lines")
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(widget=widget, max_length=entry.get("maxLength"), **common)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
