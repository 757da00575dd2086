"""The pre-check of a parcel: zones and distances, always for reference ("참고") until a person has looked.

Source: 장사 등에 관한 법률 제17조, 시행령 제22조, 별표 2; 시행규칙 제12조의2.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duru.services.permits.enums import RuleStatus, Severity
from duru.services.permits.rules.tables import Department, Distance, Kind, Zone, ZoneException, rows_on

LARGE_AREA = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """One thing the pre-check says about a parcel."""

    title: str
    severity: Severity
    sentence: str
    basis: str
    to_check: bool


def check_zones(
    kind: Kind, zones: Collection[str], *, area: Decimal | None, is_woodland: bool = False, on: date
) -> list[SiteFinding]:
    """Return what the zones a parcel lies in mean for a kind of facility, hardest first.

    Args:
        zones: Codes of `zones.csv`; unknown ones are named as to be looked at.
        area: Whole area in ㎡; None when unknown, then exceptions by area are open.
    """
    known = {row.code: row for row in rows_on(Zone, on)}
    found = []
    for code in sorted(set(zones)):
        zone = known.get(code)
        if zone is None:
            sentence = "이 구역의 규칙이 표에 없습니다. 담당자가 확인해 주세요."
            found.append(SiteFinding(code, Severity.ASK, sentence, "", True))
        elif kind.facility in zone.facilities:
            found.append(_judge(zone, kind, area, is_woodland, on))
    order = list(Severity)
    return sorted(found, key=lambda each: order.index(each.severity))


def check_distances(kind: Kind, metres: Mapping[str, float], *, on: date) -> list[SiteFinding]:
    """Return the distances that are too short.

    Args:
        metres: What the distance is measured from (as in `distances.csv`) → metres.
    """
    found = []
    for row in rows_on(Distance, on):
        measured = metres.get(row.from_what)
        if kind.code in row.kinds and measured is not None and measured < row.metres:
            found.append(
                SiteFinding(
                    row.from_what,
                    Severity.ASK if row.status == RuleStatus.TO_CHECK else Severity.BARRED,
                    f"{row.metres:,}m 이상 떨어져야 하는데 {measured:,.0f}m입니다.",
                    row.basis,
                    row.status == RuleStatus.TO_CHECK,
                )
            )
    return found


def departments_to_ask(
    kind: Kind, zones: Collection[str], *, land: str, area: Decimal | None, has_building: bool, on: date
) -> list[Department]:
    """Return whom to consult side by side."""
    asked = []
    for row in rows_on(Department, on):
        in_zone = bool(row.zones & set(zones))
        wanted = {
            "always": True,
            "land_field": land == "field" or in_zone,
            "land_forest": land == "forest" or in_zone,
            "building": has_building,
            "large_or_zone": in_zone or (area is not None and area >= LARGE_AREA),
            "zone": in_zone,
            "decided": kind.certificate_after_completion,
        }[row.when]
        if wanted:
            asked.append(row)
    return asked


def _judge(zone: Zone, kind: Kind, area: Decimal | None, is_woodland: bool, on: date) -> SiteFinding:
    to_check = zone.status == RuleStatus.TO_CHECK
    if zone.severity != Severity.BARRED:
        return SiteFinding(zone.label, zone.severity, zone.sentence, zone.basis, to_check)
    ways = [
        row
        for row in rows_on(ZoneException, on)
        if zone.code in row.zones
        and kind.code in row.kinds
        and (row.area_below is None or area is None or area < row.area_below)
        and row.only_woodland <= is_woodland
    ]
    if not ways:
        return SiteFinding(zone.label, Severity.BARRED, zone.sentence, zone.basis, to_check)
    # Several exceptions are alternatives: one of them is enough.
    parts = [f"{row.area_below:,}㎡ 미만에 한해 {row.condition}" if row.area_below else row.condition for row in ways]
    basis = "; ".join(dict.fromkeys([zone.basis, *(row.basis for row in ways)]))
    return SiteFinding(zone.label, Severity.CONDITIONAL, f"원칙은 금지입니다. {' 또는 '.join(parts)}", basis, to_check)
