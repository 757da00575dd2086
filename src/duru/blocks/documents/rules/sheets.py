"""The sheet of a document: everything its outputs print, in order, as words. Screen, PDF and HWPX show this and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from duru.blocks.documents.rules.blocks import Block, plain_text

SEAL_OMITTED = "직인 생략"
END = "끝."


@dataclass(frozen=True, slots=True)
class Signature:
    """One cell of the 결재선: post, name, and what stands in it (서명, 전결, 대결 …)."""

    role: str
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as it is printed. `seal` is the PNG of the 직인, None prints 직인 생략 (and nothing before it is issued)."""

    office: str
    to_line: str
    title: str
    blocks: Sequence[Block]
    sender: str
    seal: bytes | None
    is_issued: bool
    signatures: Sequence[Signature]
    number_line: str
    contact_lines: Sequence[str]
    band: str = ""

    @property
    def seal_words(self) -> str:
        """What stands beside the sender in words; empty where the picture stands, or before issue."""
        return SEAL_OMITTED if self.is_issued and self.seal is None else ""

    def words(self) -> list[str]:
        """Return every printed piece in order: the same text, whatever the format."""
        body = [each for each in plain_text(self.blocks).splitlines() if each.strip()]
        return [
            *([self.band] if self.band else []),
            self.office,
            f"수신 {self.to_line}",
            f"제목 {self.title}",
            *body,
            END,
            self.sender,
            *([self.seal_words] if self.seal_words else []),
            *(" ".join(part for part in (each.role, each.name, each.mark) if part) for each in self.signatures),
            self.number_line,
            *self.contact_lines,
        ]
