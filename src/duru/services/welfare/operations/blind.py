"""The district's side of a blind check: who may be answered for, and what, as filters without a word of anybody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_export
from duru.blocks.consent.api import consents_in_force
from duru.blocks.linkage.api import persons_of_records, records_of_persons
from duru.blocks.linkage.blind_api import NOTHING, Person, forms_of, write_people
from duru.services.welfare.enums import Light
from duru.services.welfare.permissions import CHECK_LIST
from duru.services.welfare.queries.giving import Gift, check_gifts

PEOPLE_AT_ONCE = 2_000


def write_blind_people(*, asker: Actor, gift: Gift, key: bytes, path: Path, on: date) -> int:
    """Write the people an agency may be answered for, and return how many.

    The answer is that of the light at the counter (`check_gifts`), to the same consents and laws: who agreed to nothing is
    not in the file, and a line that meets nobody is answered 확인 불가. Own records of the agency do not count.
    Runs inside a tenant scope; leaves one line in the log of exports.

    Args:
        asker: the agency's worker who asks; consents are looked up for his agency.
        gift: what is to be given.
        key: shared by agency and district, unknown to the unit that compares.

    Raises:
        NotAllowed: the asker may not check lists.

    Source: 개인정보보호법 §17①.
    """
    check_may(asker, CHECK_LIST)
    written = write_people(path, _people(asker, gift, key, on), made_on=on)
    record_export(
        actor=asker.audit, action="블라인드 확인 토큰 만들기", purpose="중복 확인", detail={"people": written, "category": gift.category}
    )  # fmt: skip
    return written


def _people(asker: Actor, gift: Gift, key: bytes, on: date) -> Iterator[Person]:
    agreed = consents_in_force(on).values_list("record_id", flat=True)
    everybody = sorted(set(persons_of_records(agreed).values()))
    for first in range(0, len(everybody), PEOPLE_AT_ONCE):
        persons = everybody[first : first + PEOPLE_AT_ONCE]
        answers = check_gifts(asker, person_ids=persons, gift=gift, on=on)
        known = [person for person in persons if answers[person].light != Light.UNKNOWN]
        forms: dict[int, list[dict[str, str]]] = {person: [] for person in known}
        for record in records_of_persons(known).select_related("building"):
            if record.link_band == "review":
                continue
            homes = [record.address_typed]
            if record.building:
                homes.append(f"{record.building.legal_dong} {record.building.lot_no} {record.unit}")
            mine = forms[record.link_person_id]
            birth = record.birth_typed or str(record.birth_on or "")
            made = forms_of(
                name=record.name_typed, birth=birth, sex=record.sex_typed, phone=record.phone_typed, homes=homes, key=key
            )  # fmt: skip
            mine += [form for form in made if form not in mine]
        for person in known:
            similar = answers[person].similar_words
            yield Person(forms[person], f"유사 수혜 있음({similar})" if similar else NOTHING)
