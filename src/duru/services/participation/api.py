"""The door of `participation`."""

from duru.services.participation.operations.proposing import ask_again, receive_proposal, score_proposal

__all__ = ["ask_again", "receive_proposal", "score_proposal"]
