"""Draw Korean names that fit sex and birth cohort, with the surname skew of the 2015 census.

Surname counts are facts of the Population and Housing Census 2015 (통계청, 성씨·본관별 인구, 2015-11-01 기준), rounded to
thousands. The most frequent given names per decade are facts from press reports on the Supreme Court's registration figures
(Chosun 2006, Korea Herald 2016); the syllables around them are ordinary name syllables put together by hand. Nobody listed
here is a real person: every full name is drawn by lot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# (surname, thousands of people); the tail below keeps rare and two-syllable surnames alive.
SURNAMES: tuple[tuple[str, float], ...] = (
    ("김", 10690), ("이", 7307), ("박", 4192), ("최", 2333), ("정", 2152), ("강", 1177), ("조", 1056), ("윤", 1021),
    ("장", 993), ("임", 824), ("한", 773), ("오", 763), ("서", 752), ("신", 741), ("권", 706), ("황", 697), ("안", 686),
    ("송", 683), ("전", 560), ("홍", 559), ("유", 643), ("고", 471), ("문", 464), ("양", 460), ("손", 457), ("배", 401),
    ("백", 382), ("허", 327), ("노", 315), ("남", 276), ("심", 272), ("하", 233), ("주", 232), ("구", 208), ("곽", 203),
    ("성", 199), ("차", 195), ("우", 195), ("진", 186), ("민", 172), ("류", 164), ("나", 161), ("지", 160), ("엄", 144),
    ("변", 139), ("채", 132), ("원", 130), ("방", 128), ("천", 122), ("공", 92), ("현", 89), ("함", 81), ("여", 81),
    ("염", 69), ("석", 61), ("추", 60), ("도", 58), ("소", 54), ("설", 46), ("선", 43), ("마", 39), ("길", 38), ("연", 35),
    ("위", 31), ("표", 31), ("명", 29), ("반", 28), ("라", 26), ("왕", 26), ("금", 26), ("옥", 25), ("육", 23), ("인", 21),
    ("맹", 21), ("제", 21), ("모", 20), ("남궁", 22), ("황보", 11), ("제갈", 6), ("선우", 4), ("독고", 1), ("사공", 5),
)  # fmt: skip

# Per cohort start year and sex: whole names that were fashionable, then first and second syllables of everybody else.
# Earlier in a list means more frequent (Zipf).
_COHORTS: tuple[tuple[int, str, str, str, str], ...] = (
    (1900, "M", "영수 영호 정식 병수 창수 용식", "영 정 병 종 창 재 상 용 동 기 만 인 춘 복 판 봉",
     "수 식 호 길 환 섭 만 근 태 규 석 복 돌 달 갑 열"),
    (1900, "F", "말순 순자 복순 옥순 정순 분이 봉례 간난 점례 끝순", "순 옥 복 정 말 분 봉 금 점 을 갑 명 춘 귀 필 영",
     "순 례 자 임 이 녀 분 심 연 희 덕 애 남 월 선 옥"),
    (1940, "M", "영수 영호 영식 영길 영일 정웅 광수 종수", "영 정 종 광 성 재 병 용 상 기 동 창 태 순 홍 명",
     "수 호 식 길 일 웅 철 환 근 남 섭 부 규 석 택 진"),
    (1940, "F", "영자 순자 정자 정순 춘자 경자 옥자 영순 명자 숙자", "영 순 정 옥 경 명 춘 금 복 은 화 점 광 길 양 덕",
     "자 순 숙 희 옥 임 례 애 선 분 연 화 남 심 님 월"),
    (1950, "M", "영수 영철 성수 정호 영호 광수 상철 재호", "영 성 정 재 상 종 광 용 병 경 동 기 진 창 태 명",
     "수 철 호 식 환 규 석 남 진 섭 근 만 길 배 선 욱"),
    (1950, "F", "영숙 정숙 영희 명숙 경숙 순자 정희 순옥 영순 옥희", "영 정 명 경 순 미 현 옥 은 혜 금 인 종 춘 선 남",
     "숙 희 자 순 옥 애 경 미 화 례 임 선 란 연 분 심"),
    (1960, "M", "영수 영철 성호 상훈 진호 종수 재영 병철", "영 성 상 재 종 진 병 경 동 정 용 창 기 태 승 광",
     "수 철 호 훈 영 식 석 환 규 진 섭 근 택 일 원 표"),
    (1960, "F", "미숙 영숙 미경 경희 은주 정희 현숙 영미 미영 혜경", "미 은 경 영 정 현 혜 선 명 순 인 금 윤 희 연 옥",
     "숙 경 희 영 주 미 자 란 순 옥 선 화 정 애 실 연"),
    (1970, "M", "정훈 성호 성훈 성진 정호 상훈 준호 동현", "정 성 상 준 동 재 영 진 승 경 태 현 병 종 기 석",
     "훈 호 진 현 수 민 환 석 철 욱 원 일 영 식 준 규"),
    (1970, "F", "은주 미영 은정 현주 은영 지영 경희 선영 미정 정은", "은 미 현 지 경 선 정 수 혜 영 윤 희 소 진 유 연",
     "주 영 정 경 희 미 숙 진 선 아 은 연 화 란 옥 애"),
    (1980, "M", "지훈 성민 현우 정훈 동현 준호 민수 상현", "지 성 현 정 동 준 민 상 재 승 영 진 태 경 종 우",
     "훈 민 우 현 호 수 혁 석 환 욱 진 영 원 준 규 철"),
    (1980, "F", "지혜 지은 수진 은지 혜진 지영 민정 아름 은경 보람", "지 은 수 혜 민 현 유 선 미 소 정 보 윤 나 진 아",
     "혜 은 진 지 영 정 연 희 미 아 경 람 림 선 주 나"),
    (1990, "M", "지훈 현우 민수 동현 준영 성민 승현 재현", "지 현 민 동 준 승 재 성 태 우 영 정 진 상 도 건",
     "훈 우 수 현 영 민 혁 호 석 환 원 진 욱 준 규 빈"),
    (1990, "F", "유진 민지 수빈 지현 예진 지은 소영 수연 다은 예지", "유 민 수 지 예 소 다 현 은 혜 채 하 윤 세 가 정",
     "진 지 빈 현 은 영 연 희 원 정 민 림 아 경 나 주"),
    (2000, "M", "민준 지훈 현우 준서 우진 예준 건우 도현", "민 준 현 우 지 예 건 도 승 재 동 시 성 태 윤 주",
     "준 훈 우 서 진 현 민 혁 호 원 빈 영 수 재 성 찬"),
    (2000, "F", "서연 민서 수빈 지우 서현 예은 지민 유나 채원 하은", "서 민 수 지 예 유 채 하 윤 은 다 가 나 소 시 연",
     "연 서 빈 우 현 은 민 나 원 진 린 아 윤 영 율 희"),
    (2010, "M", "민준 서준 도윤 시우 주원 하준 지호 준우", "민 서 도 시 주 하 지 준 예 은 건 우 이 선 유 태",
     "준 윤 우 원 호 진 현 후 안 율 민 찬 서 온 결 환"),
    (2010, "F", "서연 서윤 지우 하은 서현 하윤 지유 윤서 수아 아린", "서 지 하 윤 수 아 채 다 예 시 유 소 나 이 은 연",
     "연 윤 우 은 현 유 서 아 린 율 나 원 인 진 희 봄"),
)  # fmt: skip

# Romanised names of residents from abroad: (sex, family, given). Put together by hand from ordinary names.
FOREIGN: tuple[tuple[str, str, str], ...] = (
    ("F", "NGUYEN", "THI HOA"), ("F", "TRAN", "THI LAN"), ("F", "PHAM", "THU HUONG"), ("F", "LE", "NGOC ANH"),
    ("F", "VO", "MINH CHAU"), ("M", "NGUYEN", "VAN NAM"), ("M", "TRAN", "QUOC BAO"), ("M", "DANG", "HUU PHUOC"),
    ("F", "SANTOS", "MARIA LUZ"), ("F", "REYES", "ANNA MAY"), ("F", "CRUZ", "JOY"), ("M", "GARCIA", "JOSE MIGUEL"),
    ("M", "RAI", "BISHNU"), ("M", "GURUNG", "DIPAK"), ("F", "TAMANG", "SITA"), ("M", "KHAN", "IMRAN"),
    ("M", "UDDIN", "MD RAFIQ"), ("M", "RAHMONOV", "AZIZ"), ("F", "KARIMOVA", "DILNOZA"), ("M", "BATBAYAR", "TEMUULEN"),
    ("F", "GANBOLD", "OYUNAA"), ("F", "WANG", "LIHUA"), ("M", "ZHANG", "WEI"), ("F", "LI", "MEIYU"), ("M", "PIAO", "CHENGZHE"),
    ("F", "JIN", "SHUNJI"), ("M", "SOK", "DARA"), ("F", "CHEA", "SREYMOM"), ("M", "SMITH", "DANIEL"), ("F", "IVANOVA", "OLGA"),
)  # fmt: skip


def _zipf(n: int, s: float = 0.85) -> np.ndarray:
    weights = 1.0 / np.arange(1, n + 1) ** s
    return np.asarray(weights / weights.sum())


@dataclass(frozen=True)
class _Cohort:
    whole: np.ndarray
    first: np.ndarray
    second: np.ndarray


def _cohorts() -> dict[tuple[int, int], _Cohort]:
    table: dict[tuple[int, int], _Cohort] = {}
    for year, sex, whole, first, second in _COHORTS:
        key = ((year - 1900) // 10, 0 if sex == "M" else 1)
        table[key] = _Cohort(np.array(whole.split()), np.array(first.split()), np.array(second.split()))
    for decade in (1, 2, 3):
        for sex_code in (0, 1):
            table[(decade, sex_code)] = table[(0, sex_code)]
    for sex_code in (0, 1):
        table[(12, sex_code)] = table[(11, sex_code)]
    return table


def draw_surnames(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw `n` surnames with the census skew; returns an array of str, shape (n,)."""
    words = np.array([word for word, _ in SURNAMES])
    weights = np.array([count for _, count in SURNAMES])
    return np.asarray(words[rng.choice(len(words), n, p=weights / weights.sum())])


def draw_given(sex: np.ndarray, birth_year: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw given names true to sex and birth cohort.

    Args:
        sex: 0 for men, 1 for women, shape (n,).
        birth_year: Gregorian year, shape (n,).

    Returns:
        Array of str, shape (n,): two syllables, or one for about 1.5 % of the people.
    """
    out = np.empty(len(sex), dtype="<U4")
    decade = np.clip((birth_year - 1900) // 10, 0, 12)
    for (cohort_decade, cohort_sex), cohort in _cohorts().items():
        at = np.flatnonzero((decade == cohort_decade) & (sex == cohort_sex))
        if not len(at):
            continue
        first = cohort.first[rng.choice(len(cohort.first), len(at), p=_zipf(len(cohort.first)))]
        second = cohort.second[rng.choice(len(cohort.second), len(at), p=_zipf(len(cohort.second)))]
        # "영영" is no name: such a pair takes the cohort's most fashionable one.
        names = np.where(first == second, cohort.whole[0], np.char.add(first, second))
        fashionable = rng.random(len(at)) < 0.22
        whole = cohort.whole[rng.choice(len(cohort.whole), len(at), p=_zipf(len(cohort.whole)))]
        names = np.where(fashionable, whole, names)
        out[at] = np.where(rng.random(len(at)) < 0.015, first, names)
    return out
