"""Which letters a text file is written in: byte order mark, else strict UTF-8, else strict CP949, else refused.

Guessing libraries are not used: measured on short Korean files they answer UTF-16 or nothing. CP949 and not EUC-KR,
because EUC-KR lacks 8,822 syllables (뷁, 똠, 펲).
"""

import codecs
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duru.blocks.exchange.errors import FileRefused

PIECE = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Two Hangul syllables in UTF-8. In CP949 the same bytes need rare hanja, so a whole line of valid UTF-8 with them is no accident.
# Written out, because a repeated group is five times as slow.
_UTF8_SYLLABLES = re.compile(rb"[\xEA-\xED][\x80-\xBF]{2}[\xEA-\xED][\x80-\xBF]{2}")


@dataclass(frozen=True, slots=True)
class TextFile:
    """What is known of a text file after one reading.

    `start` is the number of bytes of the mark at its beginning, `newline` the byte that ends its lines.
    """

    encoding: str
    start: int
    size: int
    sha256: str
    newline: bytes


def inspect_text(path: Path, *, progress: Callable[[int], None] | None = None) -> TextFile:
    """Read a file once from end to end and say how it is encoded. Memory stays flat at a few MiB.

    Raises:
        FileRefused: a NUL, bytes of neither encoding, or both encodings in one file; with byte and line.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(PIECE)
        mark, encoding = next(((m, e) for m, e in _MARKS if head.startswith(m)), (b"", ""))
        newline = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
        if encoding.startswith("utf-16"):
            digest = _decode_all(file, encoding, len(mark), size, progress)
            return TextFile(encoding, len(mark), size, digest, newline)
        checks = _Checks(head_is_marked=bool(mark))
        file.seek(0)
        done = 0
        while piece := file.read(PIECE):
            checks.feed(piece)
            done += len(piece)
            if progress:
                progress(done)
    checks.finish()
    return TextFile(checks.encoding, len(mark), size, checks.digest.hexdigest(), newline)


class _Checks:
    """Decode with both encodings side by side until one is ruled out; hash and look for NUL on the way."""

    def __init__(self, *, head_is_marked: bool):
        self.digest = hashlib.sha256()
        self._head_is_marked = head_is_marked
        self._utf8 = _Strict("utf-8")
        self._cp949 = _Strict("cp949")
        self._done = 0
        self._lines = 0
        self._rest = b""
        self._first_utf8_line = 0

    def feed(self, piece: bytes) -> None:
        self.digest.update(piece)
        if (at := piece.find(b"\0")) >= 0:
            line = self._lines + piece.count(b"\n", 0, at) + 1
            raise FileRefused(
                f"{line}번째 줄에 글이 아닌 값(NUL)이 있습니다. 엑셀에서 다른 이름으로 저장(CSV 또는 XLSX)해 다시 올려 주세요.",
                byte=self._done + at,
                line=line,
            )
        self._utf8.feed(piece, self._done, self._lines)
        if not self._head_is_marked:
            self._cp949.feed(piece, self._done, self._lines)
        if self._utf8.is_alive:
            if not self._first_utf8_line and (found := _UTF8_SYLLABLES.search(piece)):
                self._first_utf8_line = self._lines + piece.count(b"\n", 0, found.start()) + 1
        else:
            self._refuse_when_neither()
            if self._first_utf8_line:
                self._refuse_mixed(self._first_utf8_line)
            self._look_for_utf8_lines(piece)
        self._done += len(piece)
        self._lines += piece.count(b"\n")

    def finish(self) -> None:
        self._utf8.finish(self._done, self._lines)
        self._cp949.finish(self._done, self._lines)
        if not self._utf8.is_alive:
            self._refuse_when_neither()
            if self._first_utf8_line:
                self._refuse_mixed(self._first_utf8_line)
            self._look_for_utf8_lines(b"\n")

    @property
    def encoding(self) -> str:
        return "utf-8" if self._utf8.is_alive else "cp949"

    def _refuse_when_neither(self) -> None:
        if self._cp949.is_alive and not self._head_is_marked:
            return
        # The reading that came further is the one that was meant.
        worse = self._utf8 if self._head_is_marked else max((self._utf8, self._cp949), key=lambda each: each.byte)
        raise FileRefused(
            f"{worse.line}번째 줄({worse.byte:,}번째 바이트)의 글자가 깨져 있습니다. 원래 프로그램에서 "
            "'CSV UTF-8' 또는 XLSX로 다시 저장해 올려 주세요.",
            byte=worse.byte,
            line=worse.line,
        )

    def _look_for_utf8_lines(self, piece: bytes) -> None:
        """Refuse a CP949 file in which some whole lines are UTF-8: they would come in as wrong letters."""
        text = self._rest + piece
        for found in _UTF8_SYLLABLES.finditer(text):
            start = text.rfind(b"\n", 0, found.start()) + 1
            end = text.find(b"\n", found.end())
            if end < 0:
                break
            try:
                text[start:end].decode("utf-8")
            except UnicodeDecodeError:
                continue
            self._refuse_mixed(self._lines - self._rest.count(b"\n") + text.count(b"\n", 0, start) + 1)
        self._rest = text[text.rfind(b"\n") + 1 :][-65536:]

    def _refuse_mixed(self, line: int) -> None:
        raise FileRefused(
            f"{line}번째 줄 부근에 두 가지 글자 방식(UTF-8과 CP949)이 섞여 있습니다. 파일을 나누거나 엑셀에서 XLSX로 다시 저장해 올려 주세요.",
            line=line,
        )


class _Strict:
    """One strict decoder that remembers where it failed."""

    def __init__(self, encoding: str):
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.is_alive = True
        self.byte = self.line = 0

    def feed(self, piece: bytes, done: int, lines: int, *, final: bool = False) -> None:
        if not self.is_alive:
            return
        pending = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            self.is_alive = False
            at = error.start - pending
            self.byte = done + at
            self.line = lines + piece.count(b"\n", 0, max(at, 0)) + 1

    def finish(self, done: int, lines: int) -> None:
        self.feed(b"", done, lines, final=True)


def _decode_all(file, encoding: str, start: int, size: int, progress) -> str:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    file.seek(0)
    digest.update(file.read(start))
    done, lines = start, 0
    while True:
        piece = file.read(PIECE)
        digest.update(piece)
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            raise FileRefused(
                f"{lines + 1}번째 줄 뒤의 글자가 깨져 있습니다. 'CSV UTF-8' 또는 XLSX로 다시 저장해 올려 주세요.",
                byte=done + error.start,
                line=lines + 1,
            ) from None
        if "\0" in text:
            raise FileRefused(
                "글이 아닌 값(NUL)이 있습니다. CSV 또는 XLSX로 다시 저장해 올려 주세요.", byte=done, line=lines + 1
            )
        if not piece:
            return digest.hexdigest()
        done += len(piece)
        lines += text.count("\n")
        if progress:
            progress(min(done, size))
