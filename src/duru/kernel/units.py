"""The home inside a building: 동·층·호 in one comparable form.

The form, called a unit:

    "101-1203"   101동 1203호, 101-1203, 제101동 제1203호          "1203"  1203호
    "가-302"     가동 302호                                        "A-302" A동 302호, 에이동 302호
    "101-"       101동 and nothing more                            "3F"    3층
    "301"        3층 1호 (a room number below 100 continues the floor)
    "B01"        지하 1호, 지층1호, B01호, 비01호                   "B101"  지하 101호, 지하1층 101호
    "B"          지하, 지하1층, 반지하                              "B2"    지하2층 (no room number)
    "R"          옥탑

A cellar is never confused with the floor above it: floods reach the one and not the other.
"""

import re
from typing import NamedTuple


class FoundUnit(NamedTuple):
    """A unit and the text left when it is taken out; both may be ""."""

    unit: str
    rest: str


_LETTERS = {"에이": "A", "비": "B", "씨": "C", "디": "D", "이": "E", "에프": "F"}
_WING = r"(?:제 ?)?(?P<wing>[0-9]{1,4}|[A-Za-z]|에이|비|씨|디|에프|[가나다라마바사아자차카타파하]|상가 ?[0-9]{0,3}|본|별|지하)동"
_BARE = r"(?P<bare>[0-9]{3,4})(?![0-9가-힣번])"


def _low(n: int) -> str:
    deep = rf"지하 ?(?P<deep{n}>[1-9])층|[Bb](?P<level{n}>[1-9])(?:층|[Ff])"
    return rf"(?<![가-힣])(?P<low{n}>반지하|{deep}|지하층|지하(?!철|상가|도|주차|차)|지층|(?:[Bb]|비)(?=-?[0-9]{{1,3}} ?호))"


def _floor(n: int) -> str:
    return rf"(?:지상 ?)?(?P<floor{n}>[0-9]{{1,2}})(?:[,~·] ?[0-9]{{1,2}})* ?(?:층|[Ff](?![A-Za-z]))"


def _room(n: int) -> str:
    # Of several rooms the first one counts: 101,102호.
    more = r"(?:[,~·] ?[0-9]{1,4}(?:-[0-9]{1,3})?)*"
    return rf"(?:제 ?)?-?(?P<room{n}>[0-9]{{1,4}}(?:-[0-9]{{1,3}}|[A-Za-z])?|[A-Za-z]-?[0-9]{{1,4}}(?:-[0-9]{{1,3}})?){more} ?호(?!선|점|텔|관)"


# Alternatives in the order in which they are believed where two begin at the same place.
_ANY = re.compile(
    rf"(?<![0-9A-Za-z가-힣]){_WING}(?:[ ,]*(?:{_low(1)}|{_floor(1)}))?(?:[ ,]*(?:{_room(1)}|{_BARE}))?(?:[ ,]*{_floor(2)})?"
    rf"|{_low(2)}(?:[ ,]*{_room(2)})?"
    rf"|(?<![0-9]){_floor(3)}(?:[ ,]*{_room(3)})?"
    rf"|(?<![0-9-]){_room(4)}"
    r"|(?<![0-9-])(?P<pair>(?P<pair_wing>[0-9]{1,4}|[A-Z]|[가나다라마바사])[-/](?P<pair_room>[Bb][0-9]{1,3}|[0-9]{3,4}))(?![0-9-]| ?호)"
    r"|(?P<roof>옥탑(?:방|층)?)"
)
_COMMON = re.compile(
    r"0*([1-9][0-9]{0,3}|[가나다라마바사A-Z])(?:동 ?|-)0*([1-9][0-9]{2,3})호?|0*([1-9][0-9]{0,3})호|([1-9][0-9]?)층"
    r"|(?:지하|지층|반지하) ?(?:1층 ?)?0*([1-9][0-9]{0,2})호|(지하|지층|반지하|지하 ?1층)"
)
_TRIGGER = re.compile(r"[동호층탑]|지하|[0-9]-[0-9Bb]|[0-9][Ff]|[0-9A-Z가-사][-/][Bb]?[0-9]")


def take_unit(text: str) -> FoundUnit:
    """Take the first 동·층·호 out of the text that follows a building's number.

    Returns:
        The unit in the form of the module's docstring, "" when none is written, and the text without it.
    """
    if match := _COMMON.fullmatch(text):
        wing, room, alone, floor, low, cellar = match.groups()
        if wing:
            return FoundUnit(f"{wing}-{room}", "")
        if low or cellar:
            return FoundUnit(f"B{low:0>2}" if low else "B", "")
        return FoundUnit(alone or f"{floor}F", "")
    if not _TRIGGER.search(text):
        return FoundUnit("", text)
    match = _ANY.search(text)
    if match is None:
        return FoundUnit("", text)
    return FoundUnit(_unit(match), text[: match.start()] + " " + text[match.end() :])


def _unit(match: re.Match[str]) -> str:
    part = match.groupdict("")
    if part["roof"]:
        return "R"
    if part["pair"]:
        return f"{_wing(part['pair_wing'])}-{_number(part['pair_room'].upper())}"

    def first(name: str, *numbers: int) -> str:
        return next((part[f"{name}{n}"] for n in numbers if part[f"{name}{n}"]), "")

    low, deep = first("low", 1, 2), first("deep", 1, 2) or first("level", 1, 2)
    floor, room = first("floor", 1, 2, 3), first("room", 1, 2, 3, 4) or part["bare"]
    home = _home(low, deep, floor, room)
    return f"{_wing(part['wing'])}-{home}" if part["wing"] else home


def _home(low: str, deep: str, floor: str, room: str) -> str:
    if room:
        number = _number(room.upper())
        if low:
            return f"B{number.removeprefix('B').zfill(2)}"
        if number[0] == "B" and number[1:].isdigit():
            return f"B{number[1:].zfill(2)}"
        if floor and number.isdigit() and int(number) < 100:
            return f"{int(floor)}{int(number):02d}"
        return number
    if low:
        return f"B{deep}" if deep > "1" else "B"
    return f"{int(floor)}F" if floor else ""


def _wing(wing: str) -> str:
    if wing.isdigit():
        return str(int(wing))
    return _LETTERS.get(wing, wing.upper().replace(" ", ""))


def _number(room: str) -> str:
    """Drop zeros in front (0302 is 302) and a dash behind a letter (B-01 is B01)."""
    if room[0].isalpha():
        return room[0] + room[1:].lstrip("-")
    return room.lstrip("0") or "0"
