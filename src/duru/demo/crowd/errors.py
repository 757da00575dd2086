"""How often agencies err, per field and per kind of error: the knobs of the linkage data."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Errors:
    """Rates 0-1 per typed row of one kind of agency."""

    name_jamo: float = 0.006  # one vowel, final or initial heard or struck wrong
    name_syllable: float = 0.003  # one syllable wrong, lost, or two swapped
    name_roman: float = 0.002  # Kim Chulsoo, in many spellings and orders
    name_title: float = 0.01  # 님, 어르신, (배우자) …
    name_space: float = 0.01
    name_hidden: float = 0.003  # NFD, zero-width space, no-break space, byte order mark, full-width space
    name_initial_law: float = 0.002  # 류/유, 이/리
    name_former: float = 0.5  # of those who changed their name
    birth_missing: float = 0.005
    birth_year_only: float = 0.005
    birth_lunar: float = 0.005  # the lunar day instead of the solar one, mostly unmarked
    birth_swap: float = 0.002
    birth_digit: float = 0.003
    birth_near_year: float = 0.001  # 호적 나이: one year off
    sex_missing: float = 0.02
    sex_wrong: float = 0.001
    phone_missing: float = 0.06
    phone_old: float = 0.08
    phone_family: float = 0.02
    phone_digit: float = 0.004
    phone_office: float = 0.0  # the agency's own number
    address_missing: float = 0.005
    address_moved: float = 0.06
    address_jibun: float = 0.05
    address_no_gu: float = 0.1
    address_no_unit: float = 0.1
    address_only_dong: float = 0.0
    address_digit: float = 0.003
    mixed_habits: float = 0.1  # written in another form than the agency's own

    def scaled(self, factor: float) -> Errors:
        """Return the same kinds of errors, each `factor` times as often (at most 0.95)."""
        return replace(self, **{item.name: min(0.95, getattr(self, item.name) * factor) for item in fields(self)})


PUBLIC = Errors()
CENTRE = Errors(
    name_jamo=0.014, name_syllable=0.006, name_roman=0.004, name_title=0.06, name_space=0.03, name_hidden=0.008,
    name_initial_law=0.006, birth_missing=0.05, birth_year_only=0.06, birth_lunar=0.03, birth_swap=0.004, birth_digit=0.008,
    birth_near_year=0.003, sex_missing=0.06, sex_wrong=0.003, phone_missing=0.09, phone_old=0.12, phone_family=0.04,
    phone_digit=0.01, phone_office=0.004, address_missing=0.02, address_moved=0.10, address_jibun=0.15, address_no_gu=0.35,
    address_no_unit=0.25, address_only_dong=0.01, address_digit=0.006,
)  # fmt: skip
CHARITY = Errors(
    name_jamo=0.03, name_syllable=0.014, name_roman=0.010, name_title=0.12, name_space=0.06, name_hidden=0.012,
    name_initial_law=0.012, name_former=0.6, birth_missing=0.20, birth_year_only=0.20, birth_lunar=0.05, birth_swap=0.006,
    birth_digit=0.015, birth_near_year=0.006, sex_missing=0.25, sex_wrong=0.006, phone_missing=0.14, phone_old=0.15,
    phone_family=0.06, phone_digit=0.02, phone_office=0.01, address_missing=0.06, address_moved=0.10, address_jibun=0.25,
    address_no_gu=0.6, address_no_unit=0.4, address_only_dong=0.04, address_digit=0.012,
)  # fmt: skip
# The resident register is typed well; it lacks telephones.
REGISTER = Errors(**{item.name: 0.0 for item in fields(Errors)} | {"phone_missing": 0.12, "phone_old": 0.02})

# Three kinds of agencies and the share of the records they send.
AGENCIES: tuple[tuple[float, Errors], ...] = ((0.25, PUBLIC), (0.45, CENTRE), (0.30, CHARITY))
