"""Filters of list pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django.forms import NullBooleanSelect
from django_filters.widgets import BooleanWidget

__all__ = ["FilterSet"]


class FilterSet(django_filters.FilterSet):
    """Base of every filter bar over a QuerySet: fields stand in a row, empty ones are ignored, a wrong one shows its error."""

    @property
    def form(self) -> Any:
        form = super().form
        for field in form.fields.values():
            if isinstance(field.widget, (BooleanWidget, NullBooleanSelect)):
                nothing = list(field.widget.choices)[0][0]  # the libraries' word for it is «unknown»
                field.widget.choices = [(nothing, "전체"), ("true", "예"), ("false", "아니오")]
        return form

    @property
    def n_active(self) -> int:
        """Count the conditions that narrow the list now."""
        if not self.is_bound or not self.form.is_valid():
            return 0
        return sum(
            1 for value in self.form.cleaned_data.values() if value not in (None, "", [], ()) and not _is_empty(value)
        )


def _is_empty(value: object) -> bool:
    """Say whether a QuerySet-valued or slice-valued answer selects nothing."""
    if hasattr(value, "exists"):
        return not value.exists()
    return isinstance(value, slice) and value.start is None and value.stop is None
