import re

import pytest
from django import forms

pytestmark = pytest.mark.unit


class Sample(forms.Form):
    name = forms.CharField(label="이름", help_text="띄어쓰기 없이")
    note = forms.CharField(label="메모", required=False, widget=forms.Textarea(attrs={"class": "wide"}))
    dong = forms.ChoiceField(label="동", choices=[("", "고르세요"), ("1", "한빛1동")])
    kinds = forms.MultipleChoiceField(label="종류", choices=[("a", "식품")], widget=forms.CheckboxSelectMultiple)
    is_agreed = forms.BooleanField(label="동의")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_help_and_error_are_tied_to_their_field():
    html = str(Sample({"name": ""}))
    tag = re.search(r"<input[^>]*name=\"name\"[^>]*>", html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', tag)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{ident}"' in html for ident in described)
    assert 'aria-invalid="true"' in tag


def test_every_field_has_exactly_one_name_for_readers():
    html = str(Sample())
    for ident in ("id_name", "id_note", "id_dong", "id_is_agreed"):
        assert html.count(f'<label for="{ident}"') == 1
    assert html.count("<legend") == 1


def test_required_is_said_in_words():
    html = str(Sample())
    assert html.count("(필수)") == 4
    assert re.search(r"메모</label>", html)


def test_widgets_get_the_government_look_and_keep_their_own():
    form = Sample()
    assert 'class="krds-input"' in str(form["name"])
    assert 'class="wide krds-input"' in str(form["note"])
    assert "krds-form-select" in str(form["dong"])
    assert "class" not in str(form["secret"])


def test_rendering_twice_adds_no_class_twice():
    form = Sample()
    assert str(form["name"]) == str(form["name"])
    assert str(form).count("krds-form-select") == 1


def test_what_was_typed_comes_back_escaped():
    assert "<b>" not in str(Sample({"name": "<b>"}))


def test_errors_of_the_whole_form_are_shown():
    form = Sample({"name": "가"})
    form.add_error(None, "두 날짜가 뒤바뀌었습니다.")
    assert "두 날짜가 뒤바뀌었습니다." in str(form)
    assert 'role="alert"' in str(form)
