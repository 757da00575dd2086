"""Errors of casework that callers may catch; each carries a sentence for the screen."""

from duru.kernel.errors import Refused


class CaseworkRefused(Refused):
    """The deed is not possible as asked; `str(error)` says in Korean what to change."""


class CaseChanged(CaseworkRefused):
    """Somebody else changed the case in between: the page must be read again before writing."""


class ProcessRefused(CaseworkRefused):
    """A process file holds something this house does not run: scripts, timers, calls, or an expression it cannot read."""


class FormRefused(CaseworkRefused):
    """A form was not filled in rightly. `problems` lists (path, sentence), one a wrong entry, in the order of the form."""

    def __init__(self, problems: list[tuple[str, str]]):
        super().__init__("적은 내용을 다시 확인해 주십시오: " + " ".join(sentence for _, sentence in problems))
        self.problems = problems
