"""Check a whole list of recipients before anything is given: ordered on a page, done by the worker, fetched as a sheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, actor_of, check_may, system_actor
from duru.blocks.audit.api import record_deed, record_look
from duru.blocks.exchange.api import ListedPerson
from duru.blocks.linkage.api import Applicant, find_person
from duru.blocks.registry.api import Person, person_ref
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.births import parse_birth
from duru.kernel.errors import Refused
from duru.kernel.names import parse_name
from duru.kernel.phones import parse_phone
from duru.services.welfare.enums import Light, ListState
from duru.services.welfare.errors import GiftRefused
from duru.services.welfare.models import ListCheck
from duru.services.welfare.permissions import CHECK_LIST
from duru.services.welfare.queries.gifts import gift_of
from duru.services.welfare.queries.giving import UNKNOWN, Gift, GiftAnswer, check_gifts

MOST_ROWS = 10_000
CHUNK = 1_000
KEPT = timedelta(days=30)
_NOT_FOUND = "찾지 못함"
_LOOK_AGAIN = "이름과 생년월일, 전화를 확인합니다. 맞다면 우리 구에 기록이 없는 사람입니다."


def order_list_check(
    *, by: Actor, title: str, rows: Sequence[ListedPerson], gift_key: str, given_on: date, at: datetime
) -> ListCheck:
    """Take a list in to be checked; the caller defers the job. Nothing is given and no record is made by it.

    Raises:
        NotAllowed: the actor may not check lists.
        GiftRefused: the gift is unknown, the list is empty or too long, or the actor is no person.
    """
    check_may(by, CHECK_LIST)
    gift = gift_of(gift_key, on=given_on, official=by.is_official)
    if gift is None:
        raise GiftRefused("무엇을 드릴지 골라 주세요.", field="gift")
    if by.membership_id is None or by.organisation_id is None:
        raise GiftRefused("명단 확인은 사람이 맡겨야 합니다.")
    if not 0 < len(rows) <= MOST_ROWS:
        raise GiftRefused(f"명단은 1명부터 {MOST_ROWS:,}명까지 확인합니다.", field="file")
    with transaction.atomic():
        made = ListCheck.objects.create(
            title=title.strip()[:120] or "명단", organisation_id=by.organisation_id, by_id=by.membership_id, at=at,
            category=gift.category, programme=gift.programme, campaign_key=gift.campaign, per=gift.per, given_on=given_on,
            n_rows=len(rows), rows=[[row.name, row.birth, row.sex, row.phone, row.address] for row in rows],
        )  # fmt: skip
        record_deed(
            actor=by.audit, action="명단 확인 맡김", at=at, detail={"list": made.public_id, "n_rows": len(rows)}
        )
    return made


def run_list_check(*, tenant_id: int, list_id: int, progress: Callable[[int, int], None] | None = None) -> ListCheck:
    """Check a list to its end, 1,000 lines a transaction; goes on where a killed worker stood. Safe to repeat.

    The answers are those of who ordered it: an agency gets no more from a list than at the counter.
    """
    while True:
        with tenant_scope(tenant_id):
            check = ListCheck.objects.select_for_update().get(id=list_id)
            if check.state in (ListState.DONE, ListState.FAILED):
                return check
            by = actor_of(Membership.objects.select_related("organisation", "user").get(id=check.by_id))
            rows = [ListedPerson(*row) for row in check.rows[check.n_done : check.n_done + CHUNK]]
            answers, subjects = answer_rows(by, rows, gift_of_check(check), on=check.given_on)
            check.answers += answers
            check.n_done += len(rows)
            check.state = ListState.RUNNING
            if check.n_done >= check.n_rows:
                check.state, check.finished_at = ListState.DONE, timezone.now()
                check.counts = dict(Counter(answer["light"] for answer in check.answers))
            check.save(update_fields=["answers", "n_done", "state", "finished_at", "counts"])
            if subjects:
                record_look(
                    actor=by.audit, action="명단 확인", purpose="주기 전 확인", subjects=subjects,
                    detail={"list": check.public_id},
                )  # fmt: skip
        if progress:
            progress(check.n_done, check.n_rows)


def gift_of_check(check: ListCheck) -> Gift:
    """Return the gift that everybody on a list is to get."""
    return Gift(check.category, check.given_on, check.programme, check.campaign_key, check.per)


def answer_rows(by: Actor, rows: Sequence[ListedPerson], gift: Gift, *, on: date) -> tuple[list[dict], list[str]]:
    """Return one answer a line in the words of the sheet, and the references of those who were found."""
    people = _find_people(rows, on=on)
    seen: set[int] = set()
    for found in people:
        if found is not None and by.is_official and found.is_protected and not by.named_officer:
            seen.add(found.id)  # hidden from this asker: as if not found
    people = [None if found is not None and found.id in seen else found for found in people]
    answers = check_gifts(by, person_ids={found.id for found in people if found}, gift=gift, on=on)
    repeated = Counter(found.id for found in people if found)
    written = []
    for found in people:
        answer = answers[found.id] if found else UNKNOWN
        written.append(_words(answer, is_official=by.is_official, is_found=found is not None))
        # Telling an agency that two of its lines are one person would tell it whom the district knows.
        if found and by.is_official and repeated[found.id] > 1:
            written[-1]["note"] = " ".join(("명단에 두 번 있습니다.", written[-1]["note"])).strip()
    return written, sorted({person_ref(found.public_id) for found in people if found})


def wipe_old_lists(*, tenant_id: int, now: datetime) -> int:
    """Wipe lines and answers of lists checked more than 30 days ago; the counts stay. Returns how many. Safe to repeat."""
    with tenant_scope(tenant_id):
        old = ListCheck.objects.filter(at__lt=now - KEPT, wiped_at__isnull=True).exclude(state=ListState.RUNNING)
        n = old.update(rows=[], answers=[], wiped_at=now)
        if n:
            record_deed(actor=system_actor().audit, action="오래된 명단 지움", detail={"n": n}, at=now)
        return n


def _words(answer: GiftAnswer, *, is_official: bool, is_found: bool) -> dict[str, str]:
    first = answer.warnings[0] if answer.warnings else None
    finding, held = (first.hit.finding, first.held) if first else (None, None)
    return {
        "light": answer.light,
        "answer": _NOT_FOUND if is_official and not is_found else Light(answer.light).label,
        "what": answer.similar_words or (answer.sentence if is_official and is_found else ""),
        "to_do": _LOOK_AGAIN if is_official and not is_found else answer.what_to_do,
        "rule": f"{finding.code} {finding.title}" if finding else "",
        "basis": finding.basis if finding else "",
        "other": f"{held.from_on.isoformat()} {held.item} {held.organisation_name}" if held else "",
        "note": "",
    }


def _find_people(rows: Sequence[ListedPerson], *, on: date) -> list[Person | None]:
    """Find who is meant by each line: the one person of that name and day of birth, else whom linkage is certain of."""
    read = [_read(row, on) for row in rows]
    by_name: dict[str, list[Person]] = defaultdict(list)
    columns = ("id", "public_id", "name", "birth_on", "birth_year", "phone_tail", "is_protected")
    for person in Person.objects.filter(name__in={name for name, *_ in read if name}).only(*columns):
        by_name[person.name].append(person)
    looker = system_actor("명단 확인")
    return [
        _only_one(by_name[name], birth_on, year, tail) or _ask_linkage(row, looker, on)
        for row, (name, birth_on, year, tail) in zip(rows, read, strict=True)
    ]


def _only_one(same: list[Person], birth_on: date | None, year: int | None, tail: str) -> Person | None:
    """Return the one of a name whose birth and telephone do not speak against it; a name alone finds nobody."""
    fitting = [
        person
        for person in same
        if (birth_on is not None and person.birth_on == birth_on and (not tail or person.phone_tail in ("", tail)))
        or (birth_on is None and year is not None and person.birth_year == year and tail and person.phone_tail == tail)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _ask_linkage(row: ListedPerson, looker: Actor, on: date) -> Person | None:
    if not row.birth and not row.phone and not row.address:
        return None
    try:
        found = find_person(
            Applicant(row.name, row.birth, row.sex, row.phone, row.address), by=looker, today=on, limit=1
        )
    except Refused:
        return None
    return Person.objects.get(id=found[0].person_id) if found and found[0].band == "certain" else None


def _read(row: ListedPerson, on: date) -> tuple[str, date | None, int | None, str]:
    name, birth_on, year, tail = "", None, None, ""
    try:
        name = parse_name(row.name).name
        birth = parse_birth(row.birth, today=on)
        birth_on, year = birth.on, birth.year
        tail = parse_phone(row.phone).digits[-4:] if row.phone else ""
    except Refused:
        pass  # what cannot be read is left to linkage, and to the line's own answer
    return name, birth_on, year, tail
