"""The questions of the guide."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from duru.services.permits.enums import ChargeKind, Facility, LegalForm, Measure, Owner, RuleStatus
from duru.services.permits.kinds import LANDS
from duru.services.permits.layers import FROM_HOMES, FROM_LINES
from duru.services.permits.rules import Answers, ChargeRule, Kind, MeetingRule, Outcome, Zone, rows, rows_on

DISTANCES = {"distance_road": FROM_LINES, "distance_homes": FROM_HOMES}  # field → what is measured from


def _size(label: str) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 12})
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        widget=widget,
        localize=False,
    )


class GuideForm(forms.Form):
    """What the applicant says; only the first two questions must be answered."""

    facility = forms.ChoiceField(label="무엇을 만드십니까", choices=Facility.choices, widget=forms.RadioSelect)
    owner = forms.ChoiceField(
        label="누구를 모십니까", choices=Owner.choices, widget=forms.RadioSelect, required=False,
        help_text="화장시설은 고르지 않아도 됩니다.",
    )  # fmt: skip
    legal_form = forms.ChoiceField(
        label="만드는 단체", choices=LegalForm.choices, initial=LegalForm.OTHER, required=False
    )
    is_own_land = forms.ChoiceField(
        label="땅 주인", choices=[("yes", "신청인 소유"), ("no", "다른 사람 소유")], required=False
    )
    land = forms.ChoiceField(label="지목", choices=LANDS.items(), required=False)
    alters_land = forms.BooleanField(label="땅을 깎거나 쌓아 모양을 바꿉니다", required=False)
    is_woodland = forms.BooleanField(label="수목장림입니다", required=False)
    area = _size("전체 면적(㎡)")
    grave_area = _size("분묘 1기, 상석·비석 포함(㎡)")
    joint_grave_area = _size("합장 분묘 1기(㎡)")
    tomb_area = _size("봉안묘 1기(㎡)")
    tomb_height = _size("봉안묘 높이(㎝)")
    remains = forms.IntegerField(
        label="모실 유골(구)", required=False, min_value=1, max_value=1_000_000, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 7}),
    )  # fmt: skip
    where = forms.CharField(
        label="땅의 위치", max_length=120, required=False,
        help_text="지번(예: 솔바람동 산 12-3), PNU 19자리, 경도와 위도, 건물이 있는 주소 가운데 하나. 올려 둔 지도에서 구역과 거리를 찾아봅니다.",
    )  # fmt: skip
    distance_road = _size("도로·철도·하천까지(m)")
    distance_homes = _size("20호 이상 인가·학교·공중시설까지(m)")
    zones = forms.MultipleChoiceField(
        label="땅이 놓인 구역", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="토지이용계획확인서에 적힌 것을 고르세요. 위치로 찾은 구역은 저절로 더해집니다.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = [(row.code, row.label) for row in rows_on(Zone, timezone.localdate())]

    def clean(self):
        data = super().clean()
        if data.get("facility") not in (None, Facility.CREMATORIUM) and not data.get("owner"):
            self.add_error("owner", "누구를 모시는 시설인지 골라 주세요.")
        return data

    def questions(self):
        """Return the fields asked first."""
        return [self["facility"], self["owner"]]

    def about_land(self):
        """Return the fields about the land and the builder."""
        return [self[name] for name in ("legal_form", "is_own_land", "land", "alters_land", "is_woodland")]

    def about_size(self):
        """Return the fields about sizes."""
        return [
            self[name] for name in ("area", "grave_area", "joint_grave_area", "tomb_area", "tomb_height", "remains")
        ]

    def about_distance(self):
        """Return the fields about what lies near."""
        return [self[name] for name in DISTANCES]

    def is_point(self) -> bool:
        """Say whether the land was given by coordinates, which are no lot."""
        return not any("가" <= letter <= "힣" for letter in self.cleaned_data["where"])

    def metres(self) -> dict[str, float]:
        """Return the distances that were given, by what they are measured from."""
        given = {what: self.cleaned_data[name] for name, what in DISTANCES.items()}
        return {what: float(metres) for what, metres in given.items() if metres is not None}

    def answers(self) -> Answers:
        """Return what was said, as the rules take it; only for a valid form."""
        data = self.cleaned_data
        return Answers(
            facility=Facility(data["facility"]),
            owner=Owner(data["owner"]) if data["owner"] else None,
            legal_form=LegalForm(data["legal_form"] or LegalForm.OTHER),
            sizes={measure: data[measure] for measure in Measure if data[measure] is not None},
            remains=data["remains"],
            is_woodland=data["is_woodland"],
            is_own_land=data["is_own_land"] != "no",
            land=data["land"] or "other",
            alters_land=data["alters_land"],
        )


class ReceiveForm(forms.Form):
    """Who applies, for which lot, and which of the papers were handed in."""

    applicant_name = forms.CharField(label="신청인", max_length=60)
    applicant_phone = forms.CharField(
        label="신청인 전화", max_length=20, help_text="진행 상황을 접수번호와 이 번호로 볼 수 있습니다."
    )
    applicant_email = forms.EmailField(
        label="신청인 전자우편",
        max_length=120,
        required=False,
        help_text="적으면 접수, 보완, 기한 변경, 결정을 짧게 알립니다.",
    )
    applicant_address = forms.CharField(
        label="신청인 주소", max_length=200, required=False, help_text="편지를 우편으로 받을 곳입니다."
    )
    lot = forms.CharField(label="토지 지번", max_length=100, help_text="예: 솔바람동 산 12-3")
    receipt_no = forms.CharField(
        label="새올 접수번호", max_length=40, required=False, help_text="비워 두면 두루가 번호를 매깁니다."
    )
    received_at = forms.DateTimeField(
        label="접수시각", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"], help_text="비워 두면 지금입니다. 처리기간이 이때부터 흐릅니다.",
    )  # fmt: skip
    papers = forms.MultipleChoiceField(label="받은 서류", required=False, widget=forms.CheckboxSelectMultiple)
    apart = forms.MultipleChoiceField(
        label="함께 접수할 다른 법의 허가·신고", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="하나하나 따로 처리기한과 결정이 있는 민원이 됩니다.",
    )  # fmt: skip

    def __init__(self, *args, outcome: Outcome, is_prior: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = [(row.paper, row.paper) for row in outcome.papers]
        own = [each.approval for each in outcome.approvals if each.deemed is None]
        self.fields["apart"].choices = [(row.code, f"{row.label} ({row.department})") for row in own]
        if not own or is_prior:
            del self.fields["apart"]
        elif not self.is_bound:
            self.initial["apart"] = [row.code for row in own]


class GraveForm(forms.Form):
    """A line of the 묘적부."""

    kind = forms.ChoiceField(label="시설")
    lot = forms.CharField(label="토지 지번", max_length=100)
    deceased_name = forms.CharField(label="모신 분", max_length=60)
    buried_on = forms.DateField(label="매장한 날", widget=forms.DateInput(attrs={"type": "date"}))
    joined_on = forms.DateField(
        label="합장한 날", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="합장이면 설치기간을 이날부터 셉니다(장사법 제19조제3항).",
    )  # fmt: skip
    area_m2 = forms.DecimalField(
        label="면적(㎡)", required=False, min_value=Decimal("0.01"), max_digits=10, decimal_places=2, localize=False
    )
    keeper_name = forms.CharField(label="연고자", max_length=60)
    keeper_phone = forms.CharField(label="연고자 전화", max_length=20, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(row.code, row.label) for row in rows(Kind) if row.facility == Facility.CEMETERY]


class ExtendForm(forms.Form):
    years = forms.IntegerField(
        label="연장하는 해", min_value=5, max_value=30, initial=30, help_text="조례로 줄이지 않았으면 30년입니다."
    )


class RemoveForm(forms.Form):
    removed_on = forms.DateField(label="정리한 날", widget=forms.DateInput(attrs={"type": "date"}))


def _lines(label: str, *, most: int, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


class MeetingForm(forms.Form):
    """A meeting to be called."""

    kind = forms.ChoiceField(label="회의", widget=forms.RadioSelect)
    held_at = forms.DateTimeField(
        label="여는 때", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), input_formats=["%Y-%m-%dT%H:%M"]
    )
    place = forms.CharField(label="곳", max_length=120)
    agenda = _lines("안건", most=2000)
    departments = forms.CharField(label="부르는 부서", max_length=500, help_text="쉼표로 나눠 적습니다.")

    def __init__(self, *args, meetings: list[MeetingRule], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (
                row.meeting,
                f"{row.meeting.label} ({row.basis}{', 확인 필요' if row.status == RuleStatus.TO_CHECK else ''})",
            )
            for row in meetings
        ]

    def clean_departments(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["departments"].split(",") if each.strip()]


class MinutesForm(forms.Form):
    attendees = _lines("온 사람", most=1000, rows=2)
    minutes = _lines("회의 내용", most=8000, rows=8)
    result = _lines("결과", most=2000)


class ChargeForm(forms.Form):
    """What is to be paid; the usual ones are proposed by name and law."""

    name = forms.CharField(label="이름", max_length=80)
    kind = forms.ChoiceField(label="종류", choices=ChargeKind.choices)
    amount_won = forms.IntegerField(
        label="금액(원)", min_value=1, max_value=1_000_000_000_000, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 13}),
    )  # fmt: skip
    basis = forms.CharField(label="근거", max_length=120)
    due_on = forms.DateField(label="내는 날", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, usual: list[ChargeRule], **kwargs):
        super().__init__(*args, **kwargs)
        if usual:
            first = usual[0]
            self.initial = {"name": first.name, "kind": first.kind, "basis": first.basis, **self.initial}
            words = "; ".join(
                f"{row.name}({row.basis}){', 확인 필요' if row.status == RuleStatus.TO_CHECK else ''}" for row in usual
            )
            self.fields["name"].help_text = f"이 민원에 흔한 것: {words}"


class PaidForm(forms.Form):
    paid_on = forms.DateField(label="낸 날", widget=forms.DateInput(attrs={"type": "date"}))
