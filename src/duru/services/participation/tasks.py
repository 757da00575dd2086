"""What the worker does when a case of this service goes."""

from duru.blocks.casework.events import CaseErased
from duru.blocks.tenancy.api import subscribe
from duru.services.participation.kinds import AGAIN, PROPOSAL
from duru.services.participation.models import Proposal


@subscribe(CaseErased)
def erase_proposal(event: CaseErased) -> None:
    """Erase the proposal with its authors and scores when its case is erased."""
    if event.kind in (PROPOSAL, AGAIN):
        Proposal.objects.filter(case_ref=event.case_ref).delete()
