"""Tables of the consent ledger."""

from duru.blocks.consent.models.bodies import SharingBody
from duru.blocks.consent.models.consents import Consent

__all__ = ["Consent", "SharingBody"]
