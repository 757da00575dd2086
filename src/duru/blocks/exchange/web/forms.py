"""Forms of intake."""

from django import forms

from duru.blocks.access.api import Actor, list_organisations
from duru.blocks.exchange.datasets import Dataset, list_datasets
from duru.blocks.exchange.rules.plans import SheetPlan


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

    def __init__(self, *args, plans: list[SheetPlan], dataset: Dataset, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans, self.dataset = plans, dataset
        for plan in plans:
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

    def _is_used(self, plan: SheetPlan) -> bool:
        # A file of one table is not asked whether it is meant.
        return len(self.plans) == 1 or self.cleaned_data[f"use_{plan.sheet}"]


def _column_label(plan: SheetPlan, at: int) -> str:
    return f"{at + 1}열 {plan.header[at]}".replace("\n", " ").strip()
