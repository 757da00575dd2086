"""The second door of programs: receipts read where neither database nor settings are."""

from duru.blocks.programs.rules import Receipt, is_signed, read_receipt

__all__ = ["Receipt", "is_signed", "read_receipt"]
