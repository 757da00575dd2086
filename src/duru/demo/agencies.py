"""List the 31 organisations of 해오름구: what each gives to whom, and how each keeps its files.

`tier` 1 public office, 2 welfare centre, 3 charity: it chooses the damage rates (damage.py). `look` says how the files
look: encoding, titles, header words, dates, totals. Every organisation is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from duru.demo import circumstances as c

ELDERLY = c.ALONE | c.DEMENTIA | c.BEDRIDDEN
POVERTY = c.POOR | c.NEAR_POOR
ANY = (1 << len(c.NEEDS)) - 1


@dataclass(frozen=True)
class Service:
    """One thing an organisation gives.

    `share` is the part of the target households it reaches (0–1), `months` how often a year it comes back;
    `campaign` is one of kimchi, seol, chuseok or "" for an everyday service; `spans` marks services that run for the month.
    """

    item: str
    category: str
    unit: str
    quantity: int
    won: int
    target: int
    share: float
    times: int = 1
    campaign: str = ""
    spans: bool = False
    per: str = "가구"
    funding: str = "후원금품"
    min_age: int = 0
    again: float = 0.0  # share of visits that come back within the month although they must not
    max_age: int = 200


@dataclass(frozen=True)
class Look:
    """How an organisation's files look."""

    kind: str = "csv"  # csv | xlsx
    encoding: str = "cp949"  # of a CSV: cp949 | utf-8-sig
    words: int = 0  # which set of header words
    titles: int = 0  # rows above the header
    merged: bool = False  # two header rows, the upper one merged
    totals: bool = False
    by_month: bool = False  # several sheets (XLSX only)
    dates: int = 0  # date style, see damage.DATE_STYLES; 9 = mixed, with real Excel dates in XLSX
    rrn: bool = False  # sends resident numbers it must not hold
    numbered: bool = False  # gives every client a number of its own (회원번호)
    cover: bool = False  # a 총괄표 of sums comes before the lists (XLSX only)
    repeat: str = ""  # "same" = the file twice, "overlap" = periods that overlap


@dataclass(frozen=True)
class Organisation:
    """One organisation with its services and its habits; `dongs` empty = the whole district, else a count of 행정동."""

    key: str
    name: str
    kind: str
    tier: int
    look: Look
    services: tuple[Service, ...] = ()
    dongs: int = 0
    datasets: tuple[str, ...] = ("handouts",)
    may_hold_rrn: bool = False

    @property
    def is_public(self) -> bool:
        return self.kind in ("gu_office", "dong_office", "health_centre")


def _kimchi(share: float, quantity: int = 10, target: int = ELDERLY | POVERTY) -> Service:
    return Service("김장김치", "food", "kg", quantity, 6_000 * quantity, target, share, campaign="kimchi")


def _gift(item: str, won: int, share: float, campaign: str, target: int = POVERTY) -> Service:
    return Service(item, "food", "상자", 1, won, target, share, campaign=campaign)


_RICE = Service("쌀", "food", "kg", 10, 32_000, POVERTY, 0.16, times=2)
_NEEDS_FILE = ("needs", "handouts")


@dataclass(frozen=True)
class Roster:
    """All organisations in file order."""

    organisations: tuple[Organisation, ...] = field(default_factory=tuple)

    def get(self, key: str) -> Organisation:
        return next(org for org in self.organisations if org.key == key)


def _dong_office(number: int, name: str, look: Look) -> Organisation:
    services = (
        _gift("명절 위문품(추석)", 30_000, 0.35, "chuseok"), _gift("명절 위문품(설)", 30_000, 0.3, "seol"), _kimchi(0.12),
        Service("쌀", "food", "kg", 10, 32_000, POVERTY | c.LONELY, 0.25, times=2, funding="구비"),
        Service("선풍기", "appliance", "대", 1, 45_000, ELDERLY & ~c.DEMENTIA | POVERTY, 0.05, funding="구비"),
    )  # fmt: skip
    return Organisation(f"dong{number}", f"{name} 주민센터", "dong_office", 1, look, services, 1, _NEEDS_FILE, True)


ROSTER = Roster((
    Organisation("civil", "해오름구청 민원여권과", "gu_office", 1, Look(words=0), datasets=("residents", "life_events"), may_hold_rrn=True),
    Organisation("living", "해오름구청 생활보장과", "gu_office", 1, Look(words=1, titles=2), datasets=("grants",), may_hold_rrn=True),
    Organisation("elder", "해오름구청 어르신장애인과", "gu_office", 1, Look("xlsx", words=1, titles=3, dates=9),
                 datasets=("grants",), may_hold_rrn=True),
    Organisation("policy", "해오름구청 복지정책과", "gu_office", 1, Look(encoding="utf-8-sig", words=1),
                 (_RICE, _gift("명절 위문금", 50_000, 0.22, "seol"), _gift("명절 위문금", 50_000, 0.22, "chuseok"),
                  Service("동절기 난방비", "fuel", "원", 1, 100_000, c.POOR, 0.12, funding="구비")),
                 datasets=_NEEDS_FILE, may_hold_rrn=True),
    _dong_office(1, "해오름1동", Look("xlsx", words=2, titles=2, merged=True, totals=True, dates=9)),
    _dong_office(2, "달무리2동", Look(words=2, titles=1, dates=1)),
    _dong_office(3, "은가람1동", Look("xlsx", words=3, dates=2)),
    _dong_office(4, "솔바람동", Look(encoding="utf-8-sig", words=2, totals=True, dates=3)),
    _dong_office(5, "돌담동", Look("xlsx", words=3, titles=3, totals=True, dates=9)),
    _dong_office(6, "윤슬동", Look(words=3, titles=2, dates=4)),
    Organisation("health", "해오름구보건소", "health_centre", 1, Look("xlsx", words=3, titles=2, dates=0),
                 (Service("영양플러스 식품꾸러미", "food", "상자", 1, 60_000, c.MULTICULTURAL | POVERTY, 0.06, times=6, per="개인", funding="국비"),
                  Service("치매 조호물품", "goods", "세트", 1, 40_000, c.DEMENTIA, 0.22, times=3, per="개인", funding="시비"),
                  Service("방문건강관리", "care", "회", 1, 0, ELDERLY, 0.1, times=5, per="개인", funding="국비")),
                 datasets=_NEEDS_FILE),
    Organisation("centre1", "해오름종합사회복지관", "welfare_centre", 2, Look("xlsx", words=2, titles=3, merged=True, totals=True, by_month=True, dates=9),
                 (_kimchi(0.3), Service("밑반찬", "food", "회", 4, 28_000, c.ALONE | POVERTY, 0.13, times=10, spans=True),
                  Service("생필품 꾸러미", "goods", "세트", 1, 35_000, POVERTY, 0.15, times=2)), 7),
    Organisation("centre2", "은가람종합사회복지관", "welfare_centre", 2, Look(words=3, titles=2, totals=True, dates=1, repeat="overlap"),
                 (_kimchi(0.26), Service("도시락", "food", "식", 20, 90_000, c.ALONE | c.BEDRIDDEN, 0.1, times=10, spans=True),
                  Service("병원비 지원", "medical", "건", 1, 250_000, POVERTY, 0.03)), 7),
    Organisation("centre3", "윤슬노인복지관", "welfare_centre", 2, Look("xlsx", words=4, titles=2, totals=True, numbered=True, dates=9, repeat="same"),
                 (_kimchi(0.2, 5, ELDERLY), Service("경로식당 무료급식", "food", "식", 22, 88_000, ELDERLY | c.NEAR_POOR, 0.1, times=11, spans=True, per="개인", min_age=65),
                  Service("한방 진료", "medical", "회", 1, 0, ELDERLY, 0.05, times=4, per="개인", min_age=65))),
    Organisation("centre4", "한울장애인종합복지관", "welfare_centre", 2, Look(encoding="utf-8-sig", words=2, titles=1, dates=2),
                 (Service("밑반찬", "food", "회", 4, 28_000, c.SEVERE, 0.12, times=9, spans=True),
                  Service("보장구 수리비", "medical", "건", 1, 80_000, c.SEVERE | c.DISABLED, 0.06, per="개인"),
                  Service("이동 목욕", "care", "회", 2, 0, c.BEDRIDDEN, 0.15, times=8, per="개인"))),
    Organisation("foodbank", "해오름푸드뱅크", "food_bank", 2, Look("xlsx", words=4, titles=4, merged=True, totals=True, dates=9, rrn=True),
                 (Service("식품꾸러미", "food", "세트", 1, 25_000, POVERTY | c.ALONE, 0.2, times=5), _kimchi(0.12, 5), _RICE)),
    Organisation("foodmarket", "한울푸드마켓", "food_bank", 2, Look(words=4, titles=0, numbered=True, dates=3, repeat="overlap"),
                 (Service("푸드마켓 이용", "food", "점", 4, 20_000, c.NEAR_POOR | c.LONE_PARENT, 0.3, times=8, per="개인", again=0.03),)),
    Organisation("church1", "새벽별교회", "religious", 3, Look("xlsx", words=5, titles=2, totals=True, dates=9),
                 (_kimchi(0.22, 10), Service("사랑의 쌀", "food", "포", 1, 32_000, POVERTY | c.ALONE, 0.12, times=2), _gift("명절 선물세트", 30_000, 0.12, "chuseok")), 6),
    Organisation("church2", "돌담중앙교회", "religious", 3, Look(words=5, titles=1, dates=4),
                 (_kimchi(0.18, 10), Service("연탄", "fuel", "장", 200, 170_000, c.POOR, 0.06), Service("반찬 나눔", "food", "회", 4, 24_000, ELDERLY, 0.05, times=9, spans=True)), 6),
    Organisation("church3", "은혜샘교회", "religious", 3, Look("xlsx", words=6, titles=0, dates=9, rrn=True),
                 (_gift("설 선물", 25_000, 0.12, "seol"), Service("장학금", "education", "원", 1, 300_000, c.LONE_PARENT | c.GRANDPARENT, 0.12, per="개인", max_age=24)), 5),
    Organisation("temple", "해오름산 관음정사", "religious", 3, Look("xlsx", words=6, titles=3, totals=True, dates=9),
                 (Service("자비의 쌀", "food", "kg", 20, 62_000, POVERTY | ELDERLY, 0.1, times=2), _kimchi(0.08, 10)), 8),
    Organisation("cathedral", "한울성당 빈첸시오회", "religious", 3, Look(encoding="utf-8-sig", words=6, titles=2, dates=1),
                 (Service("생활비 지원", "living_cash", "원", 1, 100_000, POVERTY | c.LONELY, 0.05, times=4), _kimchi(0.1, 10)), 8),
    Organisation("volunteer", "해오름구자원봉사센터", "volunteer", 2, Look("xlsx", words=3, titles=2, totals=True, dates=9),
                 (_kimchi(0.24, 10), Service("이불 빨래", "goods", "회", 1, 0, ELDERLY, 0.08), Service("연탄", "fuel", "장", 300, 255_000, c.POOR, 0.06),
                  Service("집수리", "housing", "건", 1, 900_000, c.CELLAR | c.POOR, 0.02))),
    Organisation("company1", "(주)해오름에너지 사회공헌팀", "company", 3, Look("xlsx", words=5, titles=2, totals=True, dates=9),
                 (Service("난방비", "fuel", "원", 1, 200_000, POVERTY & ~c.ALONE | c.CELLAR, 0.08), Service("전기장판", "appliance", "대", 1, 55_000, ELDERLY, 0.05))),
    Organisation("company2", "미리내마트 나눔봉사단", "company", 3, Look(words=6, titles=1, dates=2),
                 (Service("생필품 상자", "goods", "상자", 1, 50_000, POVERTY, 0.12), _gift("추석 선물세트", 35_000, 0.1, "chuseok")), 6),
    Organisation("council", "해오름구 지역사회보장협의체", "other", 2, Look("xlsx", words=2, titles=3, merged=True, totals=True, dates=9, repeat="same"),
                 (_kimchi(0.22, 10), Service("겨울이불", "goods", "채", 1, 60_000, ELDERLY | c.POOR, 0.08), Service("반찬 배달", "food", "회", 4, 30_000, c.ALONE | c.LONELY, 0.09, times=10, spans=True))),
    Organisation("jahwal", "해오름지역자활센터", "other", 2, Look(words=2, titles=1, totals=True, dates=0),
                 (Service("청소·방역 서비스", "housing", "회", 1, 50_000, c.POOR | c.CELLAR, 0.07, times=2), Service("도시락", "food", "식", 20, 90_000, c.POOR & ~c.ALONE | c.BEDRIDDEN, 0.06, times=8, spans=True))),
    Organisation("foundation", "해오름나눔재단", "other", 2, Look("xlsx", words=3, titles=2, cover=True, dates=9),
                 (Service("긴급 생계비", "living_cash", "원", 1, 300_000, POVERTY | c.LONELY, 0.05), Service("의료비", "medical", "원", 1, 500_000, POVERTY | c.DIALYSIS, 0.03),
                  Service("주거비", "housing", "원", 1, 300_000, c.FRAGILE_HOME | c.CELLAR, 0.06), _gift("설 명절꾸러미", 40_000, 0.15, "seol"))),
    Organisation("homecare", "한울재가노인지원센터", "welfare_centre", 2, Look(words=4, titles=2, dates=1),
                 (Service("안부확인", "care", "회", 4, 0, c.ALONE, 0.12, times=10, spans=True, per="개인"), Service("밑반찬", "food", "회", 4, 28_000, c.ALONE, 0.07, times=10, spans=True))),
    Organisation("children", "미리내지역아동센터", "other", 2, Look("xlsx", words=4, titles=1, dates=9),
                 (Service("아동 급식", "food", "식", 20, 160_000, POVERTY | c.LONE_PARENT | c.MULTICULTURAL, 0.1, times=11, spans=True, per="개인", max_age=18),
                  Service("학용품", "education", "세트", 1, 30_000, c.LONE_PARENT | c.GRANDPARENT | c.MULTICULTURAL, 0.2, times=2, per="개인", max_age=18)), 8),
    Organisation("clothes", "나눔옷장 협동조합", "other", 3, Look("xlsx", words=5, titles=0, dates=9),
                 (Service("의류", "clothing", "벌", 3, 40_000, POVERTY | c.LONE_PARENT, 0.08, times=2, per="개인"), Service("겨울 외투", "clothing", "벌", 1, 70_000, POVERTY | ELDERLY, 0.06, per="개인"))),
    Organisation("clinic", "늘푸른의료봉사회", "volunteer", 3, Look(words=6, titles=2, dates=4),
                 (Service("무료진료", "medical", "회", 1, 0, POVERTY | c.MULTICULTURAL | c.LONELY, 0.06, times=2, per="개인"),)),
))  # fmt: skip
