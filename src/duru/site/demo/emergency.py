"""Keys and a drill of the demo district, so that the flood of the five minutes has somebody to ring. All invented."""

from datetime import datetime, timedelta

from duru.blocks.access.api import Membership, actor_of, system_actor
from duru.blocks.maps.api import along_river, homes_in, list_rivers, place_homes
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import tenant_scope
from duru.services.emergency.api import (
    CallState,
    Hazard,
    check_line,
    get_sheet,
    list_incidents,
    open_incident,
    set_key_holder,
)

_WORKER = "dong@haeoreum.example"
_METRES = 60
_KEYS = (("오세찬", "통장"), ("박나래", "딸"), ("민가람", "집주인"), ("정한결", "아들"), ("최나루", "옆집"))
_N_KEYS = 25
_DAY = timedelta(days=1)


def make_emergency(tenant_id: int, *, now: datetime) -> int:
    """Put everybody on the map, write key-holders along the river and hold a drill; returns how many incidents there are. Safe to repeat."""
    machine = system_actor("시험자료 만들기")
    with tenant_scope(tenant_id):
        place_homes(by=machine)
        rivers, incidents = list_rivers(), list_incidents()
        member = Membership.objects.select_related("user", "organisation").filter(user__email=_WORKER).first()
        if not rivers or member is None or incidents.exists():
            return incidents.count()
        bank = along_river(rivers[0], metres=_METRES, on=now.date())
        ids = [home.person_id for home in homes_in(bank)]
        old = Person.objects.filter(id__in=ids, birth_year__lte=1951, is_protected=False).order_by(
            "address", "unit", "id"
        )
        for number, person in enumerate(old[:_N_KEYS]):
            name, relation = _KEYS[number % len(_KEYS)]
            # 010-0… is a range that no operator has.
            set_key_holder(
                by=machine,
                person=person,
                name=name,
                relation=relation,
                phone=f"0100{number:03d}{7000 + number}",
                at=now,
            )
        worker = actor_of(member)
        drill = open_incident(
            by=worker, area=bank, hazard=Hazard.FLOOD, note="여름철 침수 대비 훈련", at=now - 40 * _DAY, is_drill=True
        )
        states = (CallState.MOVED, CallState.SAFE, CallState.SAFE, CallState.NO_ANSWER, CallState.NOT_THERE)
        lines = get_sheet(worker, drill, at=now - 40 * _DAY, limit=12).lines
        for line, state in zip(lines, states * 3, strict=False):
            check_line(
                by=worker, incident=drill, line_id=line.public_id, state=state, at=now - 40 * _DAY + timedelta(hours=1)
            )
        return list_incidents().count()  # fmt: skip
