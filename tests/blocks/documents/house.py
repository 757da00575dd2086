"""A district office with people who write, review, decide; and papers of many kinds."""

import io
import zipfile
from datetime import UTC, date, datetime

from duru.blocks.access.api import Actor, OrganisationKind, Role, actor_of, add_member, add_organisation, system_actor

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, 10:00 in Seoul
TODAY = date(2026, 11, 23)
MACHINE = system_actor()
CASE = "case:01JD0000000000000000000001"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xff\xff?\0\5\xfe\2\xfe"
    b"\r\xefF\xb8\0\0\0\0IEND\xaeB`\x82"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


def office(name="해오름구청"):
    return add_organisation(by=MACHINE, name=name, kind=OrganisationKind.GU_OFFICE, is_public=True)


def member(organisation, name, *, role=Role.PERMIT_OFFICER, department="노인장애인과") -> Actor:
    membership = add_member(
        by=MACHINE, email=f"{name}@duru.example", name=name, organisation=organisation, role=role, department=department,
        duty="장사시설 허가",
    )  # fmt: skip
    return actor_of(membership)


def zipped(parts: dict[str, bytes], *, method=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    body.seek(0)
    return body


def hwpx(**more: bytes) -> io.BytesIO:
    return zipped(
        {"mimetype": b"application/hwp+zip", "Contents/content.hpf": b"<opf/>", "Contents/section0.xml": b"<hs/>"}
        | {name.replace("__", "/"): content for name, content in more.items()}
    )
