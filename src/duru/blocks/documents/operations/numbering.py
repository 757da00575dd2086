"""Numbers without gaps: 문서번호 per register and year."""

from datetime import date

from django.db.models import F

from duru.blocks.access.api import Organisation
from duru.blocks.documents.models import DocumentRegister
from duru.blocks.documents.rules.offices import department_of, document_number, register_prefix


def next_number(*, organisation: Organisation, department: str, on: date) -> str:
    """Return the next 문서번호 of a register and year, in the caller's transaction: it is taken if and only if that commits.

    The register's row stays locked until then, so others of the same department wait their turn: no gap, no double. Take it
    late in a deed.
    """
    named = department_of(organisation.name, department)
    register, _ = DocumentRegister.objects.get_or_create(
        organisation=organisation,
        department=named,
        year=on.year,
        defaults={"prefix": _prefix(organisation, named)},
    )
    # One statement adds and locks: what was read before may be old.
    DocumentRegister.objects.filter(pk=register.pk).update(last_no=F("last_no") + 1)
    register.refresh_from_db(fields=["last_no"])
    return document_number(register.prefix, register.last_no)


def _prefix(organisation: Organisation, department: str) -> str:
    """Return the prefix a register had last, so that a changed one lives on in the new year; else the rule's."""
    last = DocumentRegister.objects.filter(organisation=organisation, department=department).order_by("-year").first()
    return last.prefix if last else register_prefix(organisation.name, department)
