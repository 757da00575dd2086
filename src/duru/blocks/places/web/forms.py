"""Forms of places."""

from django import forms
from django.utils import timezone

from duru.blocks.places.enums import FacilityKind
from duru.blocks.places.land_layers import list_layers

MOST_MIB = 200
SUFFIXES = {
    "boundaries": (".geojson", ".json", ".gz", ".zip", ".gpkg"),
    "buildings": (".csv", ".txt", ".tsv", ".gz", ".xlsx", ".parquet"),
    "facilities": (".csv", ".txt", ".tsv", ".gz", ".xlsx", ".parquet"),
    "land": (".geojson", ".json", ".gz", ".zip", ".gpkg"),
}


class ImportForm(forms.Form):
    what = forms.ChoiceField(
        label="무엇을 올립니까?",
        choices=[
            ("boundaries", "행정동 경계 (GeoJSON, SHP를 묶은 zip)"),
            ("buildings", "건물 (도로명주소 DB 또는 같은 열의 표)"),
            ("facilities", "시설 목록 (CSV, 엑셀)"),
            ("land", "필지·용도지역·구역·도로·하천 (GeoJSON, SHP를 묶은 zip)"),
        ],
        widget=forms.RadioSelect,
        initial="boundaries",
    )
    file = forms.FileField(label="파일", help_text=f"{MOST_MIB}MB까지. 더 큰 전국 파일은 우리 시·군·구 것만 올립니다.")
    source = forms.CharField(label="출처", max_length=120, required=False, help_text="예: 통계청 SGIS 2026년 1월")
    valid_from = forms.DateField(
        label="경계 적용 시작일, 토지 자료의 기준일",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    prefix = forms.RegexField(
        r"^\d{2,10}$",
        label="우리 구역 코드 앞자리",
        required=False,
        help_text="전국 파일일 때 우리 시·군·구의 코드 다섯 자리. 비우면 모두 넣습니다.",
        error_messages={"invalid": "숫자로만 적어 주세요."},
    )
    kind = forms.ChoiceField(
        label="시설 종류", required=False, choices=[("", "줄마다 이름으로 짐작"), *FacilityKind.choices]
    )
    layer = forms.ChoiceField(
        label="토지 자료의 층",
        required=False,
        help_text="새 파일이 그 층을 통째로 바꿉니다. 파일에 층 이름이 적혀 있으면 고르지 않아도 됩니다.",
    )
    only_here = forms.BooleanField(label="우리 구역 밖의 시설은 뺍니다", required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["layer"].choices = [("", "파일에 적힌 대로"), *((each.code, each.label) for each in list_layers())]

    def clean(self):
        cleaned = super().clean()
        file, what = cleaned.get("file"), cleaned.get("what")
        if file is not None and what:
            if file.size > MOST_MIB * 1024 * 1024:
                self.add_error("file", f"{MOST_MIB}MB가 넘습니다. 우리 시·군·구 것만 골라 올려 주세요.")
            if not file.name.lower().endswith(SUFFIXES[what]):
                self.add_error("file", f"이 종류는 {', '.join(SUFFIXES[what])} 파일로 올려 주세요.")
        if what in ("boundaries", "land") and not cleaned.get("valid_from"):
            cleaned["valid_from"] = timezone.localdate()
        return cleaned
