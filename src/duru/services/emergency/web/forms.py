"""Forms of emergency."""

from __future__ import annotations

import json

from django import forms
from django.utils import timezone

from duru.blocks.maps.api import Area, AreaRefused, along_river, around, drawn, list_rivers, of_address, of_dong
from duru.blocks.places.api import list_dongs
from duru.services.emergency.enums import Hazard

WAYS = (
    ("drawn", "지도에 그리기"),
    ("around", "지도의 한 점 둘레"),
    ("address", "주소(건물)"),
    ("dong", "행정동"),
    ("river", "하천을 따라"),
)


class IncidentForm(forms.Form):
    """What happens and where; `area()` gives the shape that was meant."""

    hazard = forms.ChoiceField(
        label="무슨 재난", choices=Hazard.choices, widget=forms.RadioSelect, initial=Hazard.FLOOD
    )
    is_drill = forms.BooleanField(label="훈련입니다(이름과 전화를 가립니다)", required=False)
    note = forms.CharField(
        label="무슨 일(비상 열람의 까닭)",
        max_length=200,
        help_text="여덟 글자 넘게. 예: 은가람천 범람, 물이 반지하에 들어옴. 사람 이름은 적지 않습니다.",
    )
    way = forms.ChoiceField(label="어디", choices=WAYS, widget=forms.RadioSelect, initial="drawn")
    address = forms.CharField(label="주소", required=False, max_length=120)
    dong_code = forms.ChoiceField(label="행정동", required=False)
    river = forms.ChoiceField(label="하천", required=False)
    radius_m = forms.IntegerField(
        label="거리(m)",
        required=False,
        initial=300,
        min_value=0,
        max_value=20_000,
        help_text="반경, 또는 하천에서의 거리. 건물 하나만 보려면 0",
    )
    shape = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dong_code"].choices = [("", "구 전체"), *((dong.code, dong.name) for dong in list_dongs())]
        self.fields["river"].choices = [("", "고르세요"), *((river, river) for river in list_rivers())]

    def area(self) -> Area:
        """Return the shape.

        Raises:
            AreaRefused: what was chosen is no place on the map.
        """
        data = self.cleaned_data
        metres, today = data["radius_m"] or 0, timezone.localdate()
        match data["way"]:
            case "address":
                return of_address(data["address"], radius_m=metres)
            case "dong":
                if not data["dong_code"]:
                    raise AreaRefused("동을 골라 주세요.", field="dong_code")
                return of_dong(data["dong_code"], on=today)
            case "river":
                return along_river(data["river"], metres=metres or 50, dong_code=data["dong_code"], on=today)
        corners = _corners(data["shape"])
        if data["way"] == "around":
            if len(corners) != 1:
                raise AreaRefused("지도에서 한가운데가 될 점을 찍어 주세요.", field="way")
            return around(*corners[0], metres or 300)
        return drawn(corners)


def _corners(text: str) -> list[tuple[float, float]]:
    """Read the points somebody drew; none when it is anything else than pairs of degrees."""
    try:
        corners = [(float(lon), float(lat)) for lon, lat in json.loads(text or "[]")]
    except (ValueError, TypeError, RecursionError):
        return []
    return corners if all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in corners) else []


class GlassForm(forms.Form):
    reason = forms.CharField(
        label="왜 보아야 하나요", max_length=200, help_text="여덟 글자 넘게. 다음 근무일에 다른 사람이 검토합니다."
    )


class CopyForm(forms.Form):
    passphrase = forms.CharField(
        label="암호문", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="열 글자 넘게. 두루에는 남지 않으니 잊으면 다시 만드세요.",
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label="몇 시간 열리나요",
        choices=((6, "6시간"), (12, "12시간"), (24, "하루"), (72, "사흘")),
        coerce=int,
        initial=12,
    )


class KeyForm(forms.Form):
    name = forms.CharField(label="성명", max_length=40)
    relation = forms.CharField(label="관계", max_length=20, required=False)
    phone = forms.CharField(label="전화", max_length=20)
