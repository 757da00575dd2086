"""Pages of rights."""

from duru.services.rights.web.views.own import ask, own, paper
from duru.services.rights.web.views.requests import answer, requests
from duru.services.rights.web.views.retention import retention

__all__ = ["answer", "ask", "own", "paper", "requests", "retention"]
