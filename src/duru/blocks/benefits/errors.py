"""Errors of benefits that callers may catch; each carries sentences for the screen."""

from collections.abc import Sequence

from duru.kernel.errors import Refused


class CatalogueRefused(Refused):
    """A file of the catalogue was not taken; `problems` are the lines that cannot be read, in Korean."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems), field="file")
        self.problems = list(problems)
