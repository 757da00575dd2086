"""Ten-digit region codes of 법정동 and 행정동, and what can be told from the digits alone.

The digits are 시도 2 + 시군구 3 + 읍면동 3 + 리 2. Whether a code exists, and which city a 일반구 belongs to, only the table of
regions knows.

Source: 행정표준코드관리시스템 법정동코드·행정기관코드; 행정기관 및 관할구역 변경에 따른 코드 (2023-05-01 판으로 확인).
"""

import re

_CODE = re.compile(r"[1-9][0-9]{9}")


def is_region_code(text: str) -> bool:
    """Tell whether a text has the form of a region code: ten digits, not beginning with 0, no gap in the levels."""
    if not _CODE.fullmatch(text):
        return False
    # 세종 has no 시군구 of its own, so its districts may be 000 only in the older form of the code.
    return not (text[5:8] == "000" and text[8:] != "00")


def region_level(code: str) -> str:
    """Name the level of a code: "sido", "sgg", "emd" (읍·면·동) or "ri".

    Raises:
        ValueError: Not a region code.
    """
    if not is_region_code(code):
        raise ValueError(f"not a region code: {code!r}")
    if code[8:] != "00":
        return "ri"
    if code[5:8] != "000":
        return "emd"
    return "sgg" if code[2:5] != "000" else "sido"


def region_parent(code: str) -> str:
    """Give the code one level up by its digits, "" for a 시도.

    The city above a 일반구 (수원시 above 장안구) cannot be seen in the digits; here both hang under their 도.

    Raises:
        ValueError: Not a region code.
    """
    level = region_level(code)
    keep = {"ri": 8, "emd": 5, "sgg": 2, "sido": 0}[level]
    return code[:keep].ljust(10, "0") if keep else ""


def is_within(code: str, region: str) -> bool:
    """Tell whether a region lies in another one, or is it, by their digits.

    Raises:
        ValueError: The outer one is not a region code.
    """
    keep = {"ri": 10, "emd": 8, "sgg": 5, "sido": 2}[region_level(region)]
    return code[:keep] == region[:keep]


def is_admin_dong(code: str) -> bool:
    """Tell whether a code's 읍면동 is a 행정동 (500 and above) rather than a 법정동 (below 200).

    읍 (250–299) and 면 (300–499) are both at once, so for them the answer is True as well.
    """
    return region_level(code) == "emd" and int(code[5:8]) >= 250
