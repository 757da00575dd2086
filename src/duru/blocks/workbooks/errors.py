"""Errors of workbooks that callers may catch. The text is Korean and says what the sender should do."""


class FileRefused(ValueError):
    """The whole file cannot be read: not a table, hostile, garbled or of an unknown kind.

    `byte` (0-based) and `line` (1-based) name the place where one is known.
    """

    def __init__(self, message: str, *, byte: int | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.byte = byte
        self.line = line
