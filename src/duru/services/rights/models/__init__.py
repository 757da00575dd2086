"""Tables of requests and of destruction."""

from duru.services.rights.models.destructions import Destruction
from duru.services.rights.models.requests import RightsRequest

__all__ = ["Destruction", "RightsRequest"]
