"""Errors of linkage that callers may catch."""

from duru.blocks.linkage.rules import Consequence
from duru.kernel.errors import Refused


class RecordNotLinked(LookupError):
    """The record has no link: it is unknown, of another tenant, or came in after the last run."""


class PersonUnknown(LookupError):
    """There is no such person in this tenant."""


class AlreadyApart(ValueError):
    """A record that is its person's only one cannot be taken off: there is nobody to part it from."""


class ChangedMeanwhile(Refused):
    """The link is no longer as it was on the screen: somebody else decided, or a run changed it. The message says which."""


class SecondPersonNeeded(Refused):
    """The decision would start or stop a consequence for benefits, and the tenant asks two persons for that. Nothing was done."""

    def __init__(self, consequences: list[Consequence]) -> None:
        super().__init__("급여에 영향이 있는 결정이라 다른 담당자가 한 번 더 확인해야 합니다.", field="second")
        self.consequences = consequences
