"""What the worker does when casework tells of a case of this service."""

from duru.blocks.casework.api import Case
from duru.blocks.casework.events import CaseErased, CaseOpened
from duru.blocks.tenancy.api import subscribe
from duru.services.care.kinds import JOINT
from duru.services.care.models import CareCase
from duru.services.care.operations.cases import begin_care


@subscribe(CaseOpened)
def lay_compartments(event: CaseOpened) -> None:
    """Lay the two compartments beside a case that was opened from elsewhere; one of our own has them already."""
    if event.kind == JOINT:
        case = Case.objects.select_related("officer").filter(public_id=event.case_ref).first()
        if case is not None and "record" in case.answers:
            begin_care(case)


@subscribe(CaseErased)
def erase_care(event: CaseErased) -> None:
    """Erase what both sides wrote when the case is erased; a hospital's notice stays its own time."""
    if event.kind == JOINT:
        CareCase.objects.filter(case_ref=event.case_ref).delete()
