"""What the worker does when something happens to a case of this desk."""

from duru.blocks.casework.events import CaseHappened
from duru.blocks.tenancy.api import subscribe
from duru.services.permits.kinds import is_ours
from duru.services.permits.operations.letters import write_letter


@subscribe(CaseHappened)
def draft_what_it_calls_for(event: CaseHappened) -> None:
    """Draft the letter a line of history calls for."""
    if is_ours(event.kind):
        write_letter(event.event_id)
