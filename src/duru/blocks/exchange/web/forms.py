"""Forms of intake."""

from itertools import pairwise

from django import forms

from duru.blocks.access.api import Actor, list_organisations
from duru.blocks.exchange.datasets import Dataset, list_datasets
from duru.blocks.exchange.rules.plans import SheetPlan

NO_HEADER = "0"
MOST_HEADS = 15


class UploadForm(forms.Form):
    """A file, what it holds, and whose it is; an agency worker's agency is fixed."""

    organisation = forms.ModelChoiceField(queryset=None, label="보낸 기관", empty_label="기관을 고르세요")
    dataset = forms.ChoiceField(label="자료 종류")
    file = forms.FileField(
        label="파일", allow_empty_file=True, help_text="XLSX 또는 CSV. 이전에 올린 줄이 섞여 있어도 한 번만 셉니다."
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        organisations = list_organisations()
        self.fields["organisation"].queryset = organisations
        if not actor.is_official:
            own = organisations.filter(id=actor.organisation_id)
            self.fields["organisation"].queryset = own
            self.fields["organisation"].initial = actor.organisation_id
            self.fields["organisation"].empty_label = None
        self.fields["dataset"].choices = [
            ("", "자료 종류를 고르세요"),
            *((each.key, each.label) for each in list_datasets()),
        ]


class ColumnsForm(forms.Form):
    """Which column is which field, for every sheet: one select per field, the file's columns as choices."""

    count_each = forms.BooleanField(
        label="똑같은 줄이 여러 번 있으면 각각 셉니다",
        required=False,
        help_text="끄면 같은 줄은 한 번만 셉니다(잘못 두 번 적은 것으로 봅니다).",
    )

    def __init__(self, *args, plans: list[SheetPlan], dataset: Dataset, heads: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans, self.dataset = plans, dataset
        for plan in plans:
            if heads and heads.get(plan.sheet):
                self.fields[f"head_{plan.sheet}"] = forms.ChoiceField(
                    label="머리글(열 이름)이 있는 줄",
                    choices=_head_choices(plan, heads[plan.sheet]),
                    required=False,
                    initial=_head_value(plan.header_lines),
                    help_text="다르면 고르고 ‘머리글 바꾸기’를 누르세요. 열을 다시 알아봅니다.",
                )
            choices = [("", "이 파일에 없음"), *((str(at), _column_label(plan, at)) for at in range(plan.width))]
            self.fields[f"use_{plan.sheet}"] = forms.BooleanField(
                label=f"'{plan.name}' 시트를 받습니다" if plan.name else "이 표를 받습니다",
                required=False,
                initial=plan.is_used or "name" in plan.columns,
            )
            for field in dataset.all_fields:
                at = plan.columns.get(field.key)
                self.fields[f"at_{plan.sheet}_{field.key}"] = forms.ChoiceField(
                    label=field.label, choices=choices, required=False, initial="" if at is None else str(at)
                )

    def mapping(self) -> dict[int, dict[str, int]]:
        """Return {sheet: {field key: column}} of the sheets that are used."""
        chosen = {}
        for plan in self.plans:
            if self._is_used(plan):
                answers = ((f.key, self.cleaned_data[f"at_{plan.sheet}_{f.key}"]) for f in self.dataset.all_fields)
                chosen[plan.sheet] = {key: int(at) for key, at in answers if at != ""}
        return chosen

    def unused(self) -> frozenset[int]:
        """Return the sheets that are left out."""
        return frozenset(plan.sheet for plan in self.plans if not self._is_used(plan))

    def new_headers(self) -> dict[int, tuple[int, ...]]:
        """Return {sheet: lines} of the sheets whose header the person put elsewhere."""
        chosen = {}
        for plan in self.plans:
            answer = self.cleaned_data.get(f"head_{plan.sheet}") or ""
            if answer and answer != _head_value(plan.header_lines):
                chosen[plan.sheet] = () if answer == NO_HEADER else tuple(int(line) for line in answer.split("-"))
        return chosen

    def _is_used(self, plan: SheetPlan) -> bool:
        # A file of one table is not asked whether it is meant.
        return len(self.plans) == 1 or self.cleaned_data[f"use_{plan.sheet}"]


def _head_value(lines: tuple[int, ...]) -> str:
    return "-".join(map(str, lines)) or NO_HEADER


def _head_choices(plan: SheetPlan, rows: list[tuple[int, list[str]]]) -> list:
    """List the first filled lines as one-line headers, each pair of them as two-line headers, and no header at all."""
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)][:MOST_HEADS]
    one = [(str(line), f"{line}번째 줄: {_words(cells)}") for line, cells in filled]
    two = [
        (f"{line}-{below}", f"{line}·{below}번째 줄: {_words(cells)} / {_words(under)}")
        for (line, cells), (below, under) in pairwise(filled)
    ]
    known = {value for value, _ in (*one, *two)}
    now = _head_value(plan.header_lines)
    far = [] if now in known | {NO_HEADER} else [(now, f"{'·'.join(map(str, plan.header_lines))}번째 줄")]
    return [*far, ("한 줄 머리글", one), ("두 줄 머리글", two), ("머리글 없음", [(NO_HEADER, "첫 줄부터 자료입니다")])]


def _words(cells: list[str]) -> str:
    text = " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return text if len(text) <= 50 else f"{text[:49]}…"


def _column_label(plan: SheetPlan, at: int) -> str:
    return f"{at + 1}열 {plan.header[at]}".replace("\n", " ").strip()
