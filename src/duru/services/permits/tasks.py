"""What the worker does when something happens to a case of this desk."""

from duru.blocks.casework.events import CaseErased, CaseHappened
from duru.blocks.tenancy.api import subscribe
from duru.services.permits.kinds import is_ours
from duru.services.permits.models import Charge, Meeting
from duru.services.permits.operations.letters import write_letter


@subscribe(CaseHappened)
def draft_what_it_calls_for(event: CaseHappened) -> None:
    """Draft the letter a line of history calls for."""
    if is_ours(event.kind):
        write_letter(event.event_id)


@subscribe(CaseErased)
def erase_what_hung_on_it(event: CaseErased) -> None:
    """Erase meetings and charges with their case; the register of graves (묘적부) has a time of its own and stays."""
    if is_ours(event.kind):
        for model in (Meeting, Charge):
            model.objects.filter(case_ref=event.case_ref).delete()
