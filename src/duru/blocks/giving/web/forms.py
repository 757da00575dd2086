"""Forms of the door."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from duru.blocks.access.api import list_organisations
from duru.blocks.benefits.api import Category, Funding, Per
from duru.blocks.giving.enums import Delivery, Hand
from duru.blocks.giving.rules.sheets import System

_ONE = Decimal(1)


def _amount(label: str = "수량", **more) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.01"),
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        **more,
    )


class FindForm(forms.Form):
    """Who stands at the door: a card, or a name among the agency's own clients."""

    card = forms.CharField(
        label="카드 번호", required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label="이름", required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_year = forms.IntegerField(
        label="태어난 해",
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )


class GiveForm(forms.Form):
    """What else is said of a hand-out; everything has an answer already."""

    quantity = _amount(initial=1)
    hand = forms.ChoiceField(label="받는 사람", choices=Hand.choices, initial=Hand.SELF, widget=forms.RadioSelect)
    delivery = forms.ChoiceField(
        label="전달", choices=Delivery.choices, initial=Delivery.PICKUP, widget=forms.RadioSelect
    )
    note = forms.CharField(label="메모", required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quantity", "hand", "delivery"):
            self.fields[name].required = False

    def given(self) -> dict:
        """Return what was said, with what goes without saying."""
        data = self.cleaned_data
        return {
            "quantity": data["quantity"] or _ONE,
            "hand": data["hand"] or Hand.SELF,
            "delivery": data["delivery"] or Delivery.PICKUP,
            "note": data["note"],
        }


class StrangerForm(forms.Form):
    """Somebody the agency has no record of: a name, and whatever they like to say."""

    name = forms.CharField(label="이름", max_length=60)
    birth = forms.CharField(
        label="생년월일", required=False, max_length=20, help_text="아는 만큼만: 1950 또는 1950-03-01"
    )
    phone = forms.CharField(
        label="전화", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(
        label="주소",
        required=False,
        max_length=200,
        help_text="주소가 없으면 비워 두세요. 주소 없이도 받을 수 있습니다.",
    )


class GroupForm(forms.Form):
    """What went to many, or to somebody without a name."""

    quantity = _amount("모두 몇 개")
    n_people = forms.IntegerField(
        label="받은 사람 수", min_value=1, max_value=100_000, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    note = forms.CharField(
        label="어디에서", max_length=100, required=False, help_text="예: 역 앞 무료급식. 사람 이름은 적지 않습니다."
    )


class ReturnForm(forms.Form):
    quantity = _amount("돌아온 수량")
    back_to_stock = forms.BooleanField(label="다시 나눌 수 있음(재고로 되돌리기)", required=False, initial=True)
    note = forms.CharField(label="까닭", required=False, max_length=100)


class VoidForm(forms.Form):
    note = forms.CharField(label="무엇이 잘못되었나요?", max_length=100)


class ItemForm(forms.Form):
    prefix = "item"
    name = forms.CharField(label="품목", max_length=80)
    category = forms.ChoiceField(label="분류", choices=Category.choices, initial=Category.FOOD)
    unit = forms.CharField(label="단위", max_length=20, initial="개")
    value_won = forms.IntegerField(label="한 단위의 값(원)", required=False, min_value=0)
    per = forms.ChoiceField(label="누구에게", choices=Per.choices)
    campaign = forms.CharField(label="사업·행사", required=False, max_length=120)


class LotForm(forms.Form):
    prefix = "lot"
    item = forms.ChoiceField(label="품목")
    quantity = _amount("들어온 수량")
    received_on = forms.DateField(
        label="들어온 날", widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate
    )
    expires_on = forms.DateField(label="유통기한", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    donor = forms.CharField(label="후원자", required=False, max_length=80)
    funding = forms.ChoiceField(label="재원", choices=Funding.choices, required=False, initial=Funding.UNKNOWN)

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(item.public_id, item.name) for item in items]


class LinkForm(forms.Form):
    organisation = forms.ChoiceField(label="기관")
    label = forms.CharField(label="누구에게", max_length=60, help_text="예: 은혜교회 김장 봉사자")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = list_organisations().filter(is_public=False).values_list("public_id", "name")
        self.fields["organisation"].choices = list(choices)


class YearForm(forms.Form):
    """Which calendar year a report is about."""

    year = forms.IntegerField(label="보고할 해", min_value=2000, max_value=2100)


class SheetForm(forms.Form):
    """Which system's spreadsheet, of which days, and why it is downloaded."""

    system = forms.ChoiceField(label="어느 시스템", choices=[(each.value, each.label) for each in System])
    since = forms.DateField(label="첫날", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="마지막 날", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="내려받는 까닭", max_length=200)


class CardsForm(forms.Form):
    """Since when the cards to print were made."""

    since = forms.DateField(label="이날부터 만든 카드", widget=forms.DateInput(attrs={"type": "date"}))
