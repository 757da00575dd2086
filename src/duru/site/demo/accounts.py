"""The people of the demo district who may be tried by one click, and what each of them can try in five minutes.

Only a tenant marked as demo opens these accounts; their passwords are shown on screen because nothing real is behind them.
"""

from dataclasses import dataclass

from duru.blocks.access.api import Role

PASSWORD = "haeoreum-2026"


_FLOOD = "hazard=flood&way=river&river=은가람천&radius_m=60&note=은가람천 범람, 반지하에 물이 들어옴"
_FAMILY_GRAVE = "facility=cemetery&owner=family&land=forest&area="


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: what to do, and the page on which to do it.

    `counts` names the story whose days are told before the text, as they stand today: see `stories.opening`.
    """

    text: str
    url_name: str
    query: str = ""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One invented person: who, where, in which role, and at most five things to try."""

    key: str
    email: str
    name: str
    role: Role
    organisation: str
    department: str
    duty: str
    sentence: str
    steps: tuple[Step, ...]
    named_officer: bool = False


ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "dong",
        "dong@haeoreum.example",
        "윤가람",
        Role.CASEWORKER,
        "미리내2동 주민센터",
        "맞춤형복지팀",
        "복지 상담",
        "김장김치를 네 번 받은 어르신과, 한 번도 못 받은 옆집을 찾습니다.",
        (
            Step("박말순(1941년생) 어르신을 찾아 네 번 받은 김치 보기", "registry:search"),
            Step("겹친 지원 목록 보기", "welfare:overlaps"),
            Step("아무것도 못 받은 이웃(최○례, 와상) 보기", "welfare:silent"),
            Step("퇴원한 어르신의 공동계획 보기", "care:cases"),
            Step("은가람천이 넘칩니다: 반지하와 거동이 어려운 이웃부터 연락표 뽑기", "emergency:new", _FLOOD),
        ),
    ),
    DemoAccount(
        "agency",
        "bokji@haeoreum.example",
        "서하늘",
        Role.AGENCY_WORKER,
        "해오름종합사회복지관",
        "지역연계팀",
        "나눔 담당",
        "엑셀 명단을 그대로 올리고, 열을 맞추고, 거절된 줄을 까닭과 함께 돌려받습니다.",
        (
            Step("제공 기록 파일 올리기", "exchange:upload"),
            Step("우리 기관이 올린 파일 보기", "exchange:list"),
            Step("우리 기관 이용자를 찾아 우리가 준 것 보기", "registry:clients"),
            Step("주기 전에 확인하기: 동의한 사람만 신호등이 켜집니다", "welfare:giving"),
            Step("나눔 창구에서 세 번 눌러 나누어 주기", "giving:door"),
        ),
    ),
    DemoAccount(
        "foodbank",
        "food@haeoreum.example",
        "오나래",
        Role.RECORDER,
        "해오름푸드뱅크",
        "",
        "물품 나눔 봉사",
        "나눔 기록만 올립니다. 다른 기관의 기록은 보이지 않습니다.",
        (Step("오늘 나눈 물품 명단 올리기", "exchange:upload"),),
    ),
    DemoAccount(
        "health",
        "health@haeoreum.example",
        "강이슬",
        Role.HEALTH_WORKER,
        "해오름구보건소",
        "방문건강팀",
        "방문건강관리",
        "한 사람의 사례를 복지와 함께 봅니다. 진단은 보건 쪽에만, 할 일은 양쪽에 보입니다.",
        (
            Step("함께 돕는 사례 보기: 진단이 여기에만 있습니다", "care:cases"),
            Step("복지와 함께 가는 방문 보기", "care:calendar"),
            Step("병원이 알린 퇴원 환자 보기", "care:notices"),
        ),
    ),
    DemoAccount(
        "hospital",
        "hospital@haeoreum.example",
        "배윤슬",
        Role.HOSPITAL_WORKER,
        "한빛병원",
        "사회사업실",
        "퇴원 연계",
        "환자가 동의하면 퇴원을 구에 알립니다. 그 뒤에 무엇이 이어졌는지는 상태만 봅니다.",
        (
            Step("퇴원하는 환자 알리기", "care:notify"),
            Step("우리 병원이 알린 환자 보기", "care:own_notices"),
        ),
    ),
    DemoAccount(
        "lead",
        "lead@haeoreum.example",
        "정다온",
        Role.WELFARE_LEAD,
        "해오름구청 복지정책과",
        "",
        "복지자원 총괄",
        "사망 뒤에도 나가는 급여와 겹친 지원을 구 전체에서 봅니다.",
        (
            Step("숨진 뒤에도 나갈 급여 보기", "welfare:gone", counts="dead"),
            Step("겹친 지원 보기", "welfare:overlaps"),
            Step("확인할 사람 잇기", "linkage:reviews"),
            Step("위기가구 회차: 배정과 적중률 보기", "outreach:rounds"),
            Step("모자란 물건의 다음 차례 정하기", "welfare:turns"),
        ),
        named_officer=True,
    ),
    DemoAccount(
        "mayor",
        "mayor@haeoreum.example",
        "한결",
        Role.MAYOR,
        "해오름구청",
        "구청장실",
        "구정 총괄",
        "누가 많이 받고 누가 하나도 못 받는지 한 장으로 봅니다.",
        (
            Step("한 장 보고서 보기", "welfare:report"),
            Step("동별로 못 받은 이웃 보기", "welfare:silent"),
            Step("지원이 얼마나 고른지 보기", "welfare:spread"),
            Step("사망·전출 뒤 새는 돈 장부 보기", "changes:ledger"),
            Step("어느 동에 갈 곳 없는 어르신이 많은지 지도로 보기", "maps:gaps"),
        ),
    ),
    DemoAccount(
        "privacy",
        "privacy@haeoreum.example",
        "문지기",
        Role.PRIVACY_OFFICER,
        "해오름구청",
        "감사담당관",
        "개인정보 보호",
        "누가 누구를 왜 봤는지, 기록이 바뀌지 않았는지 확인합니다.",
        (
            Step("열람 기록 보기", "audit:list"),
            Step("접속기록 검증하기", "audit:chain"),
            Step("보유기간이 끝난 것 보기", "rights:retention"),
            Step("비상 열람 검토하기", "access:glass"),
        ),
    ),
    DemoAccount(
        "permit",
        "permit@haeoreum.example",
        "백서연",
        Role.PERMIT_OFFICER,
        "해오름구청",
        "노인장애인과",
        "장사시설 허가",
        "허가인지 신고인지, 어떤 서류와 어떤 부서가 필요한지 한 번에 안내하고, 한 번에 접수합니다.",
        (
            Step("우리 부서의 민원 보기", "casework:board", "scope=department"),
            Step("99㎡ 가족묘지: 산지전용이 함께 처리됩니다", "permits:guide", _FAMILY_GRAVE + "99"),
            Step("100㎡ 가족묘지: 산지전용을 따로 받습니다", "permits:guide", _FAMILY_GRAVE + "100"),
            Step("설치한 뒤 신고하는 개인묘지 보기", "permits:guide", "facility=cemetery&owner=person&area=30"),
            Step("설치기간이 끝나 가는 분묘 보기", "permits:graves", "ends=soon"),
        ),
    ),
    DemoAccount(
        "head",
        "head@haeoreum.example",
        "민가온",
        Role.PERMIT_OFFICER,
        "해오름구청",
        "노인장애인과",
        "노인장애인과장",
        "올라온 편지를 읽고 서명하거나 까닭을 적어 돌려보냅니다.",
        (
            Step("서명을 기다리는 문서 보기", "documents:waiting"),
            Step("불허가 통지와 다툴 수 있는 길 보기", "documents:list", "kind=refusal"),
            Step("편지에 들어가는 법령 문구 보기", "documents:words"),
        ),
    ),
    DemoAccount(
        "forest",
        "forest@haeoreum.example",
        "임도현",
        Role.DEPARTMENT_OFFICER,
        "해오름구청",
        "산림과",
        "산지 협의",
        "다른 부서가 물은 것에 기한 안에 답합니다. 답이 없으면 협의한 것으로 보는 때와 아닌 때가 다릅니다.",
        (Step("우리 과에 온 협의 보기", "casework:board", "scope=department"),),
    ),
    DemoAccount(
        "admin",
        "admin@haeoreum.example",
        "이음",
        Role.ADMIN,
        "해오름구청",
        "스마트정보과",
        "시스템 관리",
        "기관과 소속, 역할별 권한을 관리합니다.",
        (Step("기관 고르고 사람 등록하기", "access:organisations"), Step("역할별 권한표 보기", "access:permissions")),
    ),
)

# 달맞이구, the 구 next door: tried at http://dalmaji.localhost of the same server.
NEIGHBOUR_CODE = "9712000000"
NEIGHBOUR = DemoAccount(
    "neighbour",
    "lead@dalmaji.example",
    "노을빛",
    Role.WELFARE_LEAD,
    "달맞이구청",
    "복지정책과",
    "이사 온 사람 맞이",
    "옆 구의 담당자입니다. 해오름구에서 이사 온 사람의 인계를 받습니다.",
    (Step("다른 구에서 온 인계 보기", "handover:list"),),
)


def accounts_of(tenant_code: str) -> tuple[DemoAccount, ...]:
    """Return whom one may be in a demo tenant."""
    return (NEIGHBOUR,) if tenant_code == NEIGHBOUR_CODE else ACCOUNTS


def find_account(email: str) -> DemoAccount | None:
    """Return the demo account with an e-mail address, or None."""
    return next((account for account in (*ACCOUNTS, NEIGHBOUR) if account.email == email), None)
