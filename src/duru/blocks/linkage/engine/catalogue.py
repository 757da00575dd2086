"""What can be compared, and how: the columns of a frame and the tests of levels, by name. A model names them, it brings no code.

The text of the tests uses only what DuckDB and PostgreSQL (with fuzzystrmatch) share: equality, substr, abs, length and
levenshtein on ASCII jamo, where one byte is one character in both. A test runs the same text on both.
In a test `l_x` and `r_x` are the two sides' columns and `name_d` is the jamo distance of the names.
"""

from __future__ import annotations

# What a frame must hold (see `columns.prepare`); texts are '' and never NULL where nothing is known.
TEXTS = ("name_jamo", "surname", "given", "roman_key", "birth_text", "month_day", "sex", "phone", "unit", "dong_code")
NUMBERS = ("birth_year", "building_id")
DATES = ("birth_on", "birth_alt_on")
COLUMNS = frozenset((*TEXTS, *NUMBERS, *DATES))

NAME_DISTANCE = (
    "CASE WHEN l_name_jamo = r_name_jamo THEN 0 WHEN abs(length(l_name_jamo) - length(r_name_jamo)) > 2 THEN 9 "
    "ELSE levenshtein(l_name_jamo, r_name_jamo) END"
)

TESTS: dict[str, str] = {
    "else": "TRUE",
    "name_missing": "l_name_jamo = '' OR r_name_jamo = ''",
    "name_equal": "name_d = 0",
    "name_roman": "l_roman_key = r_roman_key AND l_roman_key <> '' AND (l_is_roman OR r_is_roman)",
    "name_variant": "l_given = r_given AND l_given <> '' AND l_surname = r_surname AND l_surname <> ''",
    "name_one_jamo": "name_d = 1",
    "name_two_jamo": "name_d = 2",
    "name_given": "l_given = r_given AND l_given <> ''",
    "name_part": (
        "l_surname = r_surname AND l_surname <> '' AND length(l_given) = 2 AND length(r_given) = 2 AND "
        "(substr(l_given, 1, 1) = substr(r_given, 1, 1) OR substr(l_given, 2, 1) = substr(r_given, 2, 1))"
    ),
    "name_surname": "l_surname = r_surname AND l_surname <> ''",
    "birth_missing": "l_birth_year IS NULL OR r_birth_year IS NULL",
    "birth_equal": "l_birth_text = r_birth_text AND l_birth_text <> ''",
    "birth_lunar": "l_birth_alt_on = r_birth_on OR l_birth_on = r_birth_alt_on",
    # one digit typed wrong, or day and month changed places
    "birth_digit": (
        "l_birth_text <> '' AND r_birth_text <> '' AND (levenshtein(l_birth_text, r_birth_text) = 1 OR "
        "(l_birth_year = r_birth_year AND substr(l_month_day, 1, 2) = substr(r_month_day, 3, 2) "
        "AND substr(l_month_day, 3, 2) = substr(r_month_day, 1, 2)))"
    ),
    "birth_year_only": "(l_birth_text = '' OR r_birth_text = '') AND l_birth_year = r_birth_year",
    "birth_month_day": "l_month_day = r_month_day AND l_month_day <> ''",
    "birth_same_year": "l_birth_year = r_birth_year",
    "birth_near_year": "abs(l_birth_year - r_birth_year) = 1",
    "sex_missing": "l_sex = '' OR r_sex = ''",
    "sex_equal": "l_sex = r_sex",
    "phone_missing": "l_phone = '' OR r_phone = ''",
    "phone_equal": "l_phone = r_phone",
    "phone_digit": "levenshtein(l_phone, r_phone) = 1",
    "address_missing": "(l_building_id IS NULL OR r_building_id IS NULL) AND (l_dong_code = '' OR r_dong_code = '')",
    "address_unit": "l_building_id = r_building_id AND l_unit = r_unit AND l_unit <> ''",
    "address_house": "l_building_id = r_building_id AND (l_unit = '' OR r_unit = '') AND l_is_small AND r_is_small",
    "address_building": "l_building_id = r_building_id AND (l_unit = '' OR r_unit = '')",
    "address_neighbour": "l_building_id = r_building_id",
    "address_dong": "l_dong_code = r_dong_code AND l_dong_code <> ''",
}  # fmt: skip

# What one side of a pair carries into the tests.
SIDE = (
    "name_jamo", "surname", "given", "roman_key", "is_roman", "birth_on", "birth_alt_on", "birth_year", "birth_text",
    "month_day", "sex", "phone", "building_id", "unit", "is_small", "dong_code",
)  # fmt: skip
