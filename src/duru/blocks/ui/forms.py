"""Every Django form in the government look: no app writes a class name on a widget."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting

_CLASS_OF_TEMPLATE = {
    "django/forms/widgets/select.html": "krds-form-select completed",
    "django/forms/widgets/textarea.html": "krds-input",
    "django/forms/widgets/checkbox.html": "duru-check",
    "django/forms/widgets/radio.html": "duru-radio",
    "django/forms/widgets/hidden.html": "",
    "django/forms/widgets/file.html": "duru-file",
    "django/forms/widgets/clearable_file_input.html": "duru-file",
}
_INPUTS = {"text", "number", "email", "url", "password", "date", "datetime", "time", "input", "search", "tel"}


class KrdsRenderer(TemplatesSetting):
    """Render forms with KRDS: label, required mark, help and error text tied to the field, classes on the widgets.

    Set `FORM_RENDERER = "duru.blocks.ui.forms.KrdsRenderer"`; then `{{ form }}` and `{{ form.name.as_field_group }}` are enough.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        if widget is not None and (look := _look_of(template_name)):
            attrs = widget.setdefault("attrs", {})
            if look not in attrs.get("class", ""):
                attrs["class"] = f"{attrs.get('class', '')} {look}".strip()
        return super().render(template_name, context, request)


def _look_of(template_name: str) -> str:
    if template_name in _CLASS_OF_TEMPLATE:
        return _CLASS_OF_TEMPLATE[template_name]
    stem = template_name.rsplit("/", 1)[-1].removesuffix(".html")
    return "krds-input" if template_name.startswith("django/forms/widgets/") and stem in _INPUTS else ""
