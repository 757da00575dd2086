from contextlib import suppress
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.errors import Refused
from duru.kernel.names import parse_name
from duru.kernel.roman import fold_roman, hangul_surname, romanise

pytestmark = pytest.mark.unit

syllable = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@pytest.mark.parametrize(
    ("typed", "name", "surname", "given_name", "titles"),
    [
        ("홍길동", "홍길동", "홍", "길동", ()),
        ("홍 길 동", "홍길동", "홍", "길동", ()),
        (" 홍길동\u200b", "홍길동", "홍", "길동", ()),
        ("홍\u00a0길동", "홍길동", "홍", "길동", ()),
        (normalize("NFD", "홍길동"), "홍길동", "홍", "길동", ()),
        ("홍길동님", "홍길동", "홍", "길동", ("님",)),
        ("홍길동 씨", "홍길동", "홍", "길동", ("씨",)),
        ("김영희 어르신", "김영희", "김", "영희", ("어르신",)),
        ("김영희어르신님", "김영희", "김", "영희", ("어르신님",)),
        ("김영희(배우자)", "김영희", "김", "영희", ("배우자",)),
        ("김철수의 처", "김철수", "김", "철수", ("처",)),
        ("홍길동님 배우자", "홍길동", "홍", "길동", ("님", "배우자")),
        ("이영자 할머니", "이영자", "이", "영자", ("할머니",)),
        ("김 할머니", "김", "김", "", ("할머니",)),
        ("김복님", "김복님", "김", "복님", ()),
        ("김복 님", "김복", "김", "복", ("님",)),
        ("박성도", "박성도", "박", "성도", ()),
        ("박길동성도님", "박길동", "박", "길동", ("성도님",)),
        ("김영희씨", "김영희", "김", "영희", ("씨",)),
        ("박씨", "박", "박", "", ("씨",)),
        ("김철수 양", "김철수", "김", "철수", ("양",)),
        ("김 양", "김양", "김", "양", ()),
        ("김군자", "김군자", "김", "군자", ()),
        ("故 홍길동", "홍길동", "홍", "길동", ("故",)),
        ("(고)홍길동", "홍길동", "홍", "길동", ("(고)",)),
        ("(홍길동)", "홍길동", "홍", "길동", ()),
        ("홍길동(洪吉童)", "홍길동", "홍", "길동", ("洪吉童",)),
        ("홍길동(Hong Gil Dong)", "홍길동", "홍", "길동", ("Hong Gil Dong",)),
        ("★홍길동", "홍길동", "홍", "길동", ("★",)),
        ("홍길동1", "홍길동", "홍", "길동", ("1",)),
        ("홍길동B", "홍길동", "홍", "길동", ("B",)),
        ("홍길동 외 2명", "홍길동", "홍", "길동", ("외 2명",)),
        ("리철수", "리철수", "리", "철수", ()),
        ("뷁우진", "뷁우진", "뷁", "우진", ()),
        ("남궁민수", "남궁민수", "남궁", "민수", ()),
        ("남궁 민수 님", "남궁민수", "남궁", "민수", ("님",)),
        ("남궁민", "남궁민", "남궁", "민", ()),
        ("제갈량", "제갈량", "제갈", "량", ()),
        ("황보라", "황보라", "황", "보라", ()),
        ("황보 라", "황보라", "황보", "라", ()),
        ("선우진", "선우진", "선", "우진", ()),
        ("선우진영", "선우진영", "선우", "진영", ()),
        ("김하늘별", "김하늘별", "김", "하늘별", ()),
        ("응우옌티호아", "응우옌티호아", "", "응우옌티호아", ()),
        ("金哲洙", "金哲洙", "金", "哲洙", ()),
    ],
)
def test_takes_a_name_apart_and_keeps_what_was_typed(typed, name, surname, given_name, titles):
    parsed = parse_name(typed)
    assert (parsed.name, parsed.surname, parsed.given, parsed.titles) == (name, surname, given_name, titles)
    assert parsed.typed == typed
    assert parsed.is_roman is False


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "비어"),
        ("  \u200b", "비어"),
        ("미상", "비어"),
        ("12345", "이름이 아닙니다"),
        ("합계", "이름이 아닙니다"),
        ("please call back after nine in the morning Kim", "이름이 아닙니다"),
        ("합 계", "이름이 아닙니다"),
        ("※ 담당자 확인 후 제출하였습니다.", "이름이 아닙니다"),
        ("홍길동, 김철수", "둘 이상"),
        ("홍길동/김철수", "둘 이상"),
        ("KIM A, LEE B, CHOI C", "둘 이상"),
    ],
)
def test_refuses_what_is_no_single_name_with_a_reason(typed, reason):
    with pytest.raises(Refused, match=reason) as caught:
        parse_name(typed)
    assert caught.value.field == "name"


@pytest.mark.parametrize(
    ("typed", "name", "surname", "given_name"),
    [
        ("Kim Chul-Soo", "KIM CHUL-SOO", "KIM", "CHUL-SOO"),
        ("KIM, Chulsoo", "KIM CHULSOO", "KIM", "CHULSOO"),
        ("Chulsoo KIM", "CHULSOO KIM", "KIM", "CHULSOO"),
        ("Mr. Chul Soo Kim", "CHUL SOO KIM", "KIM", "CHUL SOO"),
        ("ＫＩＭ ＣＨＵＬＳＯＯ", "KIM CHULSOO", "KIM", "CHULSOO"),
        ("LI MEIYU씨", "LI MEIYU", "LI", "MEIYU"),
        ("NGUYEN THI HOA", "NGUYEN THI HOA", "", "NGUYEN THI HOA"),
        ("Nguyễn Thị Hoa", "NGUYỄN THỊ HOA", "", "NGUYỄN THỊ HOA"),
        ("Maria", "MARIA", "", "MARIA"),
    ],
)
def test_reads_roman_names(typed, name, surname, given_name):
    parsed = parse_name(typed)
    assert (parsed.name, parsed.surname, parsed.given, parsed.is_roman) == (name, surname, given_name, True)


SPELLINGS = [
    ("김철수", "Kim Chulsoo; Kim Cheolsu; Gim Chul-Su; Chul-soo Kim; KIM, CHOL SOO; Kim chul soo"),
    ("이영희", "Lee Younghee; Yi Yeonghui; Rhee Young-Hee; Lee Yonghi; Young Hee LEE; Li Young-hee"),
    ("박지훈", "Park Jihoon; Bak Ji-hun; Pak Jeehoon; Ji Hoon Park"),
    ("최은경", "Choi Eunkyung; Choe Eun-gyeong; Choi Eungyeong; Eun Kyung Choi"),
    ("정민준", "Jung Minjun; Jeong Min-Joon; Chung Min-joon; Min-Jun Cheong"),
    ("임정아", "Lim Jungah; Im Jeong-a; Rim Jung-A; Yim Jeonga"),
    ("유현우", "Yoo Hyunwoo; Ryu Hyeonu; Hyun-Woo You; Yu Hyunwoo"),
    ("노재욱", "Noh Jaewook; Roh Jae-uk; No Jaeuk; Jaewook Noh"),
    ("조귀순", "Cho Gwisun; Jo Kwi-Soon; Gwi Soon Cho"),
    ("강규리", "Kang Gyuri; Gang Kyu-Ree; Gyu Ri Kang"),
    ("윤정연", "Yoon Jungyeon; Yun Jeong-yeon; Jungyeon Yoon"),
    ("한병호", "Han Byungho; Han Byeong-ho; Byoungho Hahn"),
    ("오원석", "Oh Wonseok; Oh Won-Suk; Won Seok Oh"),
    ("서하은", "Seo Haeun; Suh Ha-Eun; Haeun Seo"),
    ("주민준", "Ju Min Jun; Minjun Joo"),
    ("이정", "Yi Jeong; Lee Jung"),
    ("추소영", "Chu Soyeong; Choo So-young"),
    ("왕영수", "WANG YEONGSU; Young-soo Wang"),
    ("천유지", "Yuji Cheon; Cheon Yu-Ji"),
    ("남궁민수", "Namgung Minsoo; Min-Su Namkoong"),
]


@pytest.mark.parametrize(
    ("hangul", "roman"), [(hangul, roman.strip()) for hangul, spellings in SPELLINGS for roman in spellings.split(";")]
)
def test_every_spelling_meets_its_hangul(hangul, roman):
    assert parse_name(roman).roman_key == parse_name(hangul).roman_key


def test_key_follows_the_law_of_initial_sounds():
    assert parse_name("리철수").roman_key == parse_name("이철수").roman_key
    assert parse_name("류민").roman_key == parse_name("유민").roman_key


@pytest.mark.parametrize(
    ("left", "right"), [("김민수", "김민지"), ("김철수", "이철수"), ("정은영", "정은경"), ("김영희", "김엉희")]
)
def test_key_parts_different_names(left, right):
    assert parse_name(left).roman_key != parse_name(right).roman_key


@pytest.mark.parametrize("typed", ["박씨", "金哲洙", "Maria"])
def test_key_is_empty_rather_than_joining_strangers(typed):
    assert parse_name(typed).roman_key == ""


def test_key_of_a_foreign_name_does_not_depend_on_the_order():
    assert parse_name("NGUYEN THI HOA").roman_key == parse_name("Hoa, Nguyen Thi").roman_key != ""


@given(st.text(syllable, min_size=2, max_size=4))
def test_spaces_and_honorifics_change_nothing(name):
    plain = parse_name(name)
    assert parse_name(f" {name} 님 ").name == plain.name
    assert parse_name(normalize("NFD", name)).name == plain.name
    assert plain.surname + plain.given == plain.name


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(typed):
    with suppress(Refused):
        assert parse_name(typed).typed == typed


def test_romanises_syllable_by_syllable():
    assert romanise("홍길동 뷁A") == "honggildongbwek"
    assert fold_roman("Gyeong") == fold_roman("kyung") == "kYON"
    assert hangul_surname("Rhee") == "이"
    assert hangul_surname("Smith") == ""
