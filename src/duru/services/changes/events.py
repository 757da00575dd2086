"""What the desk of changes tells; ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangesOpened:
    """Matters were opened. Told in the transaction that opened them."""

    change_ids: tuple[int, ...]
