"""A document's sheet, gathered from its rows."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from duru.blocks.access.api import Organisation
from duru.blocks.documents.adapters.storage import store_of
from duru.blocks.documents.enums import Disclosure, Rank, SignedAs, StepRole, StepState
from duru.blocks.documents.models import ApprovalStep, Document, Seal
from duru.blocks.documents.rules.merging import korean_day
from duru.blocks.documents.rules.offices import office_short
from duru.blocks.documents.rules.sheets import Sheet, Signature
from duru.blocks.tenancy.api import Tenant, current_tenant_id

DRAFT_BAND = "기안 중인 문서입니다. 효력이 없습니다."
DEMO_BAND = "시험자료"


def sheet_of(document: Document, *, version_no: int | None = None) -> Sheet:
    """Return what a document prints: its last version, or an older one as it stood."""
    version = document.versions.get(no=version_no or document.version_no)
    organisation: Organisation = document.organisation
    tenant = Tenant.objects.get(id=current_tenant_id())
    is_issued = bool(document.number)
    bands = [DEMO_BAND] if tenant.is_demo else []
    return Sheet(
        office=tenant.name if organisation.name.startswith(tenant.name) else organisation.name,
        to_line=" ".join(
            part for part in (document.recipient_name, document.recipient_title, _address(document)) if part
        ),
        title=version.title,
        blocks=version.blocks,
        sender=sender_of(organisation.name, tenant.name),
        seal=_seal(document.effective_on) if document.effective_on else None,
        is_issued=is_issued,
        signatures=[_signature(each) for each in steps_of(document)],
        number_line=_number_line(document),
        contact_lines=_contact_lines(document, organisation),
        band=" · ".join(bands if is_issued else [*bands, DRAFT_BAND]),
    )


def steps_of(document: Document) -> list[ApprovalStep]:
    """Return the line of the running or last round, in order."""
    return list(document.steps.filter(round_no=document.round_no).order_by("position"))


def sender_of(organisation: str, tenant: str) -> str:
    """Return in whose name a document goes out (발신명의): 해오름구청장, 미리내2동장, 해오름보건소장."""
    word = tenant if organisation.startswith(tenant) else office_short(organisation)
    return f"{word}청장" if word.endswith(("구", "시", "군")) else f"{word}장"


def _address(document: Document) -> str:
    postcode = f"우 {document.recipient_postcode} " if document.recipient_postcode else ""
    return f"({postcode}{document.recipient_address})" if document.recipient_address else ""


def _number_line(document: Document) -> str:
    if not document.number:
        return f"시행 {document.department}-"
    return f"시행 {document.number} ({korean_day(document.effective_on)})"


def _contact_lines(document: Document, organisation: Organisation) -> list[str]:
    """Tell who may be asked: 행정절차법 §24③ wants department, name and how to reach them."""
    who = f"담당자 {organisation.name} {document.department} {document.drafter_name}"
    phone = f" / 전화 {document.drafter_contact}" if document.drafter_contact else ""
    closed = ",".join(str(each) for each in document.disclosure_clauses)
    word = Disclosure(document.disclosure).label + (f"({closed})" if closed else "")
    return [f"{who}{phone} / {word}"]


def _signature(step: ApprovalStep) -> Signature:
    name = step.signed_name or step.name
    if step.state == StepState.WAITING:
        mark = ""
    elif step.state == StepState.RETURNED:
        mark = "반려"
    else:
        day = korean_day(timezone.localdate(step.signed_at))
        right = SignedAs(step.signed_as)
        mark = f"{right.label} {day}" if right != SignedAs.OWN else day
    role = StepRole(step.role).label if step.role in (StepRole.DRAFT, StepRole.COOPERATE) else Rank(step.rank).label
    return Signature(role, name, mark)


def _seal(on: date) -> bytes | None:
    rows = Seal.objects.filter(effective_from__lte=on).filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=on)
    )
    found = rows.order_by("-effective_from").first()
    if found is None:
        return None
    with store_of(current_tenant_id()).open(found.stored_name) as file:
        return file.read()
