from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.hangul import (
    FINALS,
    INITIALS,
    JAMO_BYTES,
    VOWELS,
    choseong,
    choseong_pattern,
    clean_text,
    compose,
    decompose,
    matches_choseong,
    standard_surname,
    surname_variants,
    to_jamo_ascii,
)

pytestmark = pytest.mark.unit

syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)
CP949_ONLY = "뷁햏꽥뾹홠"  # syllables that EUC-KR lacks and CP949 has


def edit_distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for at, char in enumerate(left, 1):
        before, row = row, [at]
        for over, other in enumerate(right, 1):
            row.append(min(before[over] + 1, row[-1] + 1, before[over - 1] + (char != other)))
    return row[-1]


class TestJamo:
    @pytest.mark.parametrize(
        ("text", "jamo"),
        [
            ("홍길동", "ㅎㅗㅇㄱㅣㄹㄷㅗㅇ"),
            ("값", "ㄱㅏㅄ"),
            ("뷁", "ㅂㅞㄺ"),
            ("A동 1", "Aㄷㅗㅇ 1"),
            ("ㅎㄱㄷ", "ㅎㄱㄷ"),
            ("", ""),
        ],
    )
    def test_decompose_spells_syllables_and_leaves_the_rest(self, text, jamo):
        assert decompose(text) == jamo

    @given(syllables)
    def test_compose_undoes_decompose(self, text):
        assert compose(decompose(text)) == text

    @given(syllables)
    def test_decomposed_input_gives_the_same_jamo(self, text):
        assert decompose(normalize("NFD", text)) == decompose(text)

    def test_compose_gives_a_consonant_before_a_vowel_to_the_next_syllable(self):
        assert compose("ㄱㅏㄱㅏㄱ") == "가각"

    def test_compose_leaves_what_cannot_be_joined(self):
        assert compose("ㅋㅋㅏㅏ1") == "ㅋ카ㅏ1"


class TestJamoAscii:
    def test_alphabet_may_never_change(self):
        assert to_jamo_ascii("홍길동") == "HROGILDRO"
        letters = "".join(JAMO_BYTES[jamo] for jamo in INITIALS + VOWELS)
        assert letters == "GQNDFLMBVSXOJZCKTPH" + "A&@?E=Y/R*;:!U+-.#W$I"
        assert "".join(JAMO_BYTES[jamo] for jamo in "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ") == "()<>[]{}|~^"

    def test_every_jamo_has_its_own_printable_byte_that_no_database_escapes(self):
        bytes_used = list(JAMO_BYTES.values())
        assert len(bytes_used) == len(set(bytes_used)) == len(set(INITIALS) | set(VOWELS) | set(FINALS) - {""}) == 51
        assert all(len(char) == 1 and char.isascii() and char.isprintable() for char in bytes_used)
        assert not set(bytes_used) & set("\\'\"%_,` ")
        assert not [char for char in bytes_used if char.islower() or char.isdigit()]

    @given(st.text(max_size=12))
    def test_is_always_ascii(self, text):
        assert to_jamo_ascii(text).isascii()

    @given(syllables)
    def test_has_one_byte_per_jamo(self, text):
        assert len(to_jamo_ascii(text).encode()) == len(decompose(text))

    @given(syllables, syllables)
    def test_different_names_never_look_equal(self, left, right):
        assert (to_jamo_ascii(left) == to_jamo_ascii(right)) == (left == right)

    @pytest.mark.parametrize(
        ("left", "right", "steps"),
        [
            ("김민수", "김민슈", 1),
            ("김민수", "김밈수", 1),
            ("박이", "바기", 1),
            ("이영희", "이영희", 0),
            ("뷁", "불", 2),
        ],
    )
    def test_distance_counts_jamo(self, left, right, steps):
        assert edit_distance(to_jamo_ascii(left), to_jamo_ascii(right)) == steps

    def test_latin_letters_never_meet_jamo(self):
        assert to_jamo_ascii("HROGILDRO") == "hrogildro" != to_jamo_ascii("홍길동")

    def test_other_characters_keep_their_identity(self):
        assert to_jamo_ascii("金") == "_91d1"
        assert to_jamo_ascii("金") != to_jamo_ascii("李")

    @given(syllables)
    def test_decomposed_input_gives_the_same_bytes(self, text):
        assert to_jamo_ascii(normalize("NFD", text)) == to_jamo_ascii(text)


class TestCleanText:
    @pytest.mark.parametrize(
        ("typed", "clean"),
        [
            ("홍길동", "홍길동"),
            ("\ufeff홍길동", "홍길동"),
            ("홍\u200b길\u200d동\u00ad", "홍길동"),
            ("홍\u00a0길동\u3000 님", "홍 길동 님"),
            ("  홍길동\t\n", "홍길동"),
            ("ＡＢ１２－３（주）", "AB12-3(주)"),
            ("010–1234—5678", "010-1234-5678"),
            (normalize("NFD", "뷁길동"), "뷁길동"),
            ("홍길동\x00", "홍길동"),
            ("홍길동\u3164", "홍길동"),
            ("㈜두루 ①", "㈜두루 ①"),
            ("\u200b", ""),
        ],
    )
    def test_leaves_what_can_be_seen(self, typed, clean):
        assert clean_text(typed) == clean

    @given(st.text())
    def test_is_stable(self, typed):
        assert clean_text(clean_text(typed)) == clean_text(typed)

    def test_keeps_syllables_that_only_cp949_has(self):
        assert clean_text(CP949_ONLY.encode("cp949").decode("cp949")) == CP949_ONLY


class TestChoseong:
    def test_keeps_initials_and_the_rest(self):
        assert choseong("홍길동 A1") == "ㅎㄱㄷ A1"

    @pytest.mark.parametrize(
        ("text", "query", "found"),
        [
            ("홍길동", "ㅎㄱㄷ", True),
            ("홍길동", "홍ㄱㄷ", True),
            ("홍길동", "ㅎ길", True),
            ("홍길동", "ㄱㄷ", True),
            ("홍길동", "홍기", True),
            ("홍길동", "기동", False),
            ("홍길동", "ㅎㄷ", False),
            ("까치", "ㄱㅊ", False),
            ("까치", "ㄲㅊ", True),
            ("박수진", "ㅂㅅㅈ", True),
            ("각서", "ㄳ", True),
            ("홍 길동", "ㅎㄱㄷ", True),
            (normalize("NFD", "홍길동"), "ㅎㄱㄷ", True),
            ("Kim", "kim", True),
            ("홍길동", "", False),
            ("a.b", "a.b", True),
            ("axb", "a.b", False),
        ],
    )
    def test_matches(self, text, query, found):
        assert matches_choseong(text, query) is found

    @given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6))
    def test_every_name_is_found_by_its_initials(self, name):
        assert matches_choseong(name, choseong(name))

    @given(st.text(max_size=8))
    def test_no_query_breaks_the_pattern(self, query):
        assert matches_choseong("홍길동", query) in (True, False)

    def test_pattern_is_a_range_of_syllables(self):
        assert choseong_pattern("홍ㄱ") == "홍[가-깋]"


class TestInitialSoundLaw:
    @pytest.mark.parametrize(
        ("surname", "variants"),
        [
            ("이", ("이", "리")),
            ("리", ("리", "이")),
            ("류", ("류", "유")),
            ("림", ("림", "임")),
            ("로", ("로", "노")),
            ("김", ("김",)),
        ],
    )
    def test_lists_both_spellings_with_the_written_one_first(self, surname, variants):
        assert surname_variants(surname) == variants

    @pytest.mark.parametrize("pair", ["이리", "유류", "임림", "나라", "노로", "양량", "여려", "염렴", "육륙"])
    def test_variants_go_both_ways(self, pair):
        south, north = pair
        assert north in surname_variants(south)
        assert south in surname_variants(north)
        assert standard_surname(north) == standard_surname(south) == south
