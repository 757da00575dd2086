"""The register's own sections of a person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duru.blocks.access.api import may
from duru.blocks.audit.api import list_looks_at
from duru.blocks.places.api import get_dong_name
from duru.blocks.registry.clients import list_own_records
from duru.blocks.registry.enums import LifeEventKind, LifeEventState, PersonStatus
from duru.blocks.registry.models import LifeEvent, Person
from duru.blocks.registry.panels import PersonPanel, register_person_panel
from duru.blocks.registry.purposes import person_ref
from duru.blocks.registry.queries import HouseholdCard, find_household, list_life_events
from duru.blocks.ui.api import DateColumn, Table, TextColumn
from duru.kernel.masking import mask_address, mask_birth, mask_phone
from duru.kernel.phones import format_phone

MOST_RECORDS = 60

STATUS_TONES = {
    PersonStatus.LIVING: "neutral",
    PersonStatus.SUSPECTED: "warning",
    PersonStatus.DEAD: "danger",
    PersonStatus.MOVED_OUT: "caution",
}


class LookTable(Table):
    caption = "이 사람의 정보를 본 부서입니다. 직원의 이름은 나오지 않습니다."
    row_header = "at"

    at = DateColumn(verbose_name="일시")
    department = TextColumn(verbose_name="부서")
    duty = TextColumn(verbose_name="업무")
    purpose = TextColumn(verbose_name="목적")
    action = TextColumn(verbose_name="한 일")

    class Meta(Table.Meta):
        orderable = False


def register_panels() -> None:
    """Put the register's own sections on every person's page."""
    register_person_panel(PersonPanel("identity", "인적 사항", identity, "registry.see_register", 10))
    register_person_panel(PersonPanel("household", "세대", household, "registry.see_register", 40))
    register_person_panel(PersonPanel("life_events", "인적 변동", life_events, "registry.see_register", 50))
    register_person_panel(PersonPanel("looks", "누가 봤나", looks, "registry.see_looks", 90))
    register_person_panel(PersonPanel("own_records", "우리 기관이 적은 내용", own_records, "registry.see_clients", 10))


def identity(request: HttpRequest, person: Person) -> str:
    shown = getattr(request, "shown_field", "")
    birth = person.birth_on or person.birth_year
    rows = [
        ("birth", "생년월일", str(birth or ""), mask_birth(birth)),
        ("phone", "전화", format_phone(person.phone), mask_phone(person.phone)),
        ("address", "주소", person.address, mask_address(person.address)),
    ]
    return render_to_string(
        "registry/_identity.html",
        {
            "person": person,
            "dong": get_dong_name(person.dong_code),
            "status_tone": STATUS_TONES[PersonStatus(person.status)],
            "rows": [(key, label, full if key == shown else masked, key == shown) for key, label, full, masked in rows],
            "may_decide": person.status != PersonStatus.LIVING and may(request.actor, "registry.decide_status"),
            "may_protect": may(request.actor, "registry.protect"),
        },
        request,
    )


def household_of(request: HttpRequest, person: Person) -> HouseholdCard | None:
    """Return the household card, asked of the database once a request: the look's subjects need it too."""
    if not hasattr(request, "household_card"):
        request.household_card = find_household(request.actor, person)  # type: ignore[attr-defined]  # kept for this request
    return request.household_card


def household(request: HttpRequest, person: Person) -> str:
    card = household_of(request, person)
    members = [
        {"person": member, "birth": mask_birth(member.birth_on or member.birth_year)} for member in card.members
    ] if card else []  # fmt: skip
    return render_to_string("registry/_household.html", {"card": card, "members": members}, request)


def life_events(request: HttpRequest, person: Person) -> str:
    refuted = set(person.status_decisions.values_list("event_id", flat=True))
    events = [_line(event, is_refuted=event.id in refuted) for event in list_life_events(person)]
    return render_to_string("registry/_life_events.html", {"events": events}, request)


def _line(event: LifeEvent, *, is_refuted: bool) -> dict:
    badge, tone = "확정", "danger" if event.is_death else "info"
    if is_refuted:
        badge, tone = "생존 확인됨", "success"
    elif event.state == LifeEventState.SUSPECTED:
        badge, tone = "의심", "warning"
    note = (
        "주소를 알 수 없다는 뜻이며, 사망이나 전출이 아닙니다." if event.kind == LifeEventKind.RESIDENCE_UNKNOWN else ""
    )
    reported = f"신고일 {event.reported_on:%Y. %-m. %-d.}" if event.reported_on else ""
    return {
        "on": event.on,
        "title": event.get_kind_display(),
        "badge": badge,
        "tone": tone,
        "place": event.record.organisation.name,
        "text": " · ".join(part for part in (event.reason, reported, note) if part),
    }


def own_records(request: HttpRequest, person: Person) -> str:
    """Show an agency what it wrote itself, in full; nothing of the register, not even the name there."""
    return render_to_string(
        "registry/_own_records.html", {"records": list_own_records(request.actor, person)[:MOST_RECORDS]}, request
    )


def looks(request: HttpRequest, person: Person) -> str:
    seen = list_looks_at(person_ref(person.public_id), limit=30)
    return render_to_string("registry/_looks.html", {"table": LookTable(seen) if seen else None}, request)
