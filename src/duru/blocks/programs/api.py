"""The door of programs: keys, scopes, receipts, events."""

from duru.blocks.programs.enums import Scope
from duru.blocks.programs.errors import KeyRefused, NotAnswered
from duru.blocks.programs.operations import Program, issue_key, knock, revoke_key, rotate_key
from duru.blocks.programs.queries import ProgramEvent, list_events, list_keys, list_signers, register_events
from duru.blocks.programs.receipts import Proof, prove_receipt, write_receipt
from duru.blocks.programs.rules import Receipt, is_signed, read_receipt
from duru.blocks.programs.web.doors import Session, member_or_key

__all__ = [
    "KeyRefused",
    "NotAnswered",
    "Program",
    "ProgramEvent",
    "Proof",
    "Receipt",
    "Scope",
    "Session",
    "is_signed",
    "issue_key",
    "knock",
    "list_events",
    "list_keys",
    "list_signers",
    "member_or_key",
    "prove_receipt",
    "read_receipt",
    "register_events",
    "revoke_key",
    "rotate_key",
    "write_receipt",
]
