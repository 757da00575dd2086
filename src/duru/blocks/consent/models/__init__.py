"""Tables of the consent ledger."""

from duru.blocks.consent.models.bodies import SharingBody
from duru.blocks.consent.models.consents import Consent
from duru.blocks.consent.models.sheets import ConsentSheet

__all__ = ["Consent", "ConsentSheet", "SharingBody"]
