"""Tables of the list pages."""

from django.urls import reverse
from django.utils.html import format_html

from duru.blocks.ui.api import BadgeColumn, CountColumn, DateColumn, Table, TextColumn, VerdictColumn, WonColumn
from duru.kernel.money import format_won
from duru.services.welfare.enums import Certainty, Decision
from duru.services.welfare.web.people import DongColumn, MaskedNameColumn, person_url

_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
_DECISION_TONES = {Decision.SEEN: "info", Decision.JUSTIFIED: "success", Decision.STOP_REQUESTED: "warning"}


class OverlapTable(Table):
    caption = "같은 사람이나 가구가 같은 것을 거듭 받은 묶음"
    unit = "묶음"
    row_header = "name"
    empty_title = "겹친 것이 없습니다"
    empty_text = "조건을 바꾸거나, 자료를 더 받은 뒤 다시 점검해 보세요."
    definitions = {
        "verdict": "금지(법률) · 제한(지침) · 주의(지역 기준) · 정보(알림). 규칙표의 판정 가운데 가장 센 것",
        "stake_won": "묶음의 금액을 모두 더한 값에서 가장 큰 하나를 뺀 값. 금액을 모르는 것은 0원",
        "n_items": "묶음에 든 급여와 제공의 수",
        "certainty": "사람을 이은 근거가 모두 확실하면 ‘확실’, 하나라도 확인을 기다리면 ‘연결 확인 필요’",
    }

    verdict = VerdictColumn(verbose_name="판정", order_by=("hardness", "-stake_won"))
    name = MaskedNameColumn(verbose_name="대상", url=lambda row: reverse("welfare:overlap", args=[row.public_id]))
    dong_code = DongColumn(verbose_name="행정동")
    what = TextColumn(verbose_name="무엇이 겹쳤나", accessor="rule__title", orderable=False)
    category = TextColumn(verbose_name="분류", orderable=False)
    n_items = CountColumn(verbose_name="건수", unit="건")
    n_organisations = CountColumn(verbose_name="기관", unit="곳")
    stake_won = WonColumn(verbose_name="관련 금액")
    last_on = DateColumn(verbose_name="마지막", accessor="last_on", order_by="until_on")
    certainty = BadgeColumn(
        verbose_name="확실성", words=dict(Certainty.choices), tones={"certain": "neutral", "review": "caution"}
    )
    decision = BadgeColumn(verbose_name="결정", words=dict(Decision.choices), tones=_DECISION_TONES, default="아직")

    def render_what(self, record):
        # "김장-2026" is the campaign's own name and says more than the rule's title.
        if record.campaign_key:
            return format_html("{} <small>{}</small>", record.campaign_key.replace("-", " "), record.rule.code)
        return format_html("{} <small>{}</small>", record.rule.title, record.rule.code)

    def render_stake_won(self, value, record):
        # Items without a price would read as "nothing at stake".
        return "모름" if not value and record.n_unvalued else format_won(value)

    def value_what(self, record):
        return record.campaign_key or record.rule.title


class GoneTable(Table):
    caption = "사망이나 전출이 확인된 뒤에도 나가고 있는 급여와 제공"
    unit = "명"
    row_header = "name"
    empty_title = "사망·전출 뒤에 나가는 것이 없습니다"
    empty_text = "사망·전출 명단을 새로 받으면 다시 점검합니다."
    definitions = {
        "days": "사망일이나 전출일부터 오늘까지의 날수",
        "left": "다음 지급일까지 남은 날수. 지급일을 모르면 빈칸",
        "leaked_won": "사유가 생긴 달의 다음 달부터 오늘까지 나간 금액과, 그 뒤에 제공한 물품의 환산금액(확정분)",
        "month_won": "사유가 생긴 달에 나갔으나 규칙상 이 구에서 지급할 차례가 아닌 금액(확인할 것)",
    }

    left = TextColumn(verbose_name="다음 지급", accessor="next_pay_on")
    name = MaskedNameColumn(verbose_name="대상", url=lambda row: reverse("welfare:gone_case", args=[row.public_id]))
    kind = BadgeColumn(verbose_name="사유", tones={"dead": "neutral", "moved_out": "info"})
    event_on = DateColumn(verbose_name="사망·전출일")
    days = TextColumn(verbose_name="지난 날", accessor="event_on", attrs=_NUMBER, orderable=False)
    dong_code = DongColumn(verbose_name="행정동")
    n_grants = CountColumn(verbose_name="공적급여", unit="건")
    n_handouts = CountColumn(verbose_name="제공", unit="건")
    next_pay_won = WonColumn(verbose_name="다음 지급액")
    leaked_won = WonColumn(verbose_name="새어 나간 금액")
    month_won = WonColumn(verbose_name="그 달분(확인)")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def render_left(self, value):
        left = (value - self.today).days
        word = "오늘" if left == 0 else f"{left}일 뒤" if left > 0 else "지남"
        tone = "danger" if 0 <= left <= 3 else "warning" if left <= 7 else "neutral"
        return format_html(
            '<span><span class="duru-badge tone-{}">{}</span> <small>{}. {}.</small></span>',
            tone,
            word,
            value.month,
            value.day,
        )

    def value_left(self, value):
        return (value - self.today).days

    def render_days(self, value):
        return f"{(self.today - value).days:,}일"

    def render_month_won(self, value):
        return format_won(value) if value else "–"

    def value_days(self, value):
        return (self.today - value).days


class SilentTable(Table):
    caption = "욕구가 알려졌으나 열두 달 동안 아무것도 받지 못한 사람"
    row_header = "name"
    empty_title = "받은 것이 없는 사람이 없습니다"
    empty_text = "욕구·위기 명단을 받으면 여기에 나타납니다."
    definitions = {
        "since_on": "욕구가 처음 알려진 날",
        "last_on": "열두 달보다 앞서 마지막으로 무엇이든 받은 날. 없으면 빈칸",
    }

    name = MaskedNameColumn(verbose_name="대상", url=lambda row: person_url(row.person_ref))
    dong_code = DongColumn(verbose_name="행정동")
    kind = TextColumn(verbose_name="욕구")
    category = TextColumn(verbose_name="분류", orderable=False)
    since_on = DateColumn(verbose_name="알려진 날")
    last_on = DateColumn(verbose_name="마지막 수혜", default="없음")
    certainty = BadgeColumn(
        verbose_name="확실성", words=dict(Certainty.choices), tones={"certain": "neutral", "review": "caution"}
    )
