"""Why a key is not made or not taken."""

from duru.kernel.errors import Refused


class KeyRefused(Refused):
    """A key cannot be issued or changed as asked."""


class NotAnswered(Exception):
    """A call is turned away before it begins: `status` 401 or 429, `retry_after_s` for the latter."""

    def __init__(self, status: int, sentence: str, retry_after_s: int = 0):
        super().__init__(sentence)
        self.status, self.sentence, self.retry_after_s = status, sentence, retry_after_s
