"""The one error family of the kernel: a value was refused, and a person can be told why."""


class Refused(ValueError):
    """Say that a typed value cannot be used, in Korean, and what the person should do about it.

    The message is shown to the person who sent the value, so it names the remedy ("8자리로 적어 주세요") and never
    repeats more of a personal value than is needed to find it.

    Attributes:
        message: One or two Korean sentences, ready for the screen.
        field: Which kind of value was refused ("birth", "won", "date" …), empty when the caller knows better.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
