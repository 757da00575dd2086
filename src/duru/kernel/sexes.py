"""Sex as agencies write it, reduced to 'M', 'F' or nothing."""

from duru.kernel.hangul import clean_text

_MALE = ("남", "남자", "남성", "남아", "할아버지", "부", "m", "male", "man", "boy", "男", "♂", "1", "3", "5", "7")
_FEMALE = ("여", "여자", "여성", "여아", "할머니", "모", "f", "female", "woman", "girl", "女", "♀", "2", "4", "6", "8")
_SEXES = {**dict.fromkeys(_MALE, "M"), **dict.fromkeys(_FEMALE, "F")}


def parse_sex(typed: str) -> str:
    """Read a sex: 남, 여자, M, female, 1 (the century digits 1–8 count as well).

    Returns:
        'M', 'F', or '' when nothing readable is written. Sex only supports a match, so it is never refused.
    """
    return _SEXES.get(typed) or _SEXES.get(clean_text(typed).strip("().").removesuffix(".0").lower(), "")
