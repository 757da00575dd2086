"""What a file is called, on the screen and when it is handed out."""

import re
import unicodedata

from duru.blocks.documents.enums import FileKind

SUFFIXES: dict[str, tuple[str, ...]] = {
    FileKind.PDF: (".pdf",),
    FileKind.HWPX: (".hwpx",),
    FileKind.HWP: (".hwp",),
    FileKind.DOCX: (".docx",),
    FileKind.XLSX: (".xlsx",),
    FileKind.JPEG: (".jpg", ".jpeg", ".jfif"),
    FileKind.PNG: (".png",),
    FileKind.TIFF: (".tif", ".tiff"),
    FileKind.WEBP: (".webp",),
    FileKind.TEXT: (".txt", ".csv"),
}
MEDIA_TYPES: dict[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.HWPX: "application/hwp+zip",
    FileKind.HWP: "application/x-hwp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TIFF: "image/tiff",
    FileKind.WEBP: "image/webp",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
MOST_CHARS = 120
NAMELESS = "이름 없는 파일"
# Marks that turn the reading direction show "gpj.exe" as "exe.jpg".
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+')


def clean_name(name: str, kind: str) -> str:
    """Return the name under which a file is shown and handed out; its suffix is that of its content.

    Folders, control signs and marks of reading direction go; the decomposed Hangul of a Mac is composed; a name that an old program
    sent as CP949 and the browser read letter by letter is read again. At most 120 signs.
    """
    text = unicodedata.normalize("NFC", _reread_cp949(name)).replace("\\", "/").rsplit("/", 1)[-1]
    text = _FORBIDDEN.sub(" ", text)
    text = " ".join(text.split()).strip(" .")
    stem, dot, suffix = text.rpartition(".")
    given = f".{suffix.lower()}" if dot else ""
    if given in SUFFIXES[kind]:
        return f"{_short(stem)}{given}"
    is_known = any(given in each for each in SUFFIXES.values())
    return f"{_short(stem if is_known else text)}{SUFFIXES[kind][0]}"


def _reread_cp949(name: str) -> str:
    """Read a name again as CP949 whose bytes arrived as Latin letters or as lone surrogates, when Hangul comes out."""
    is_escaped = any("\udc80" <= each <= "\udcff" for each in name)
    try:
        raw = name.encode("utf-8", "surrogateescape") if is_escaped else name.encode("latin-1")
        again = name if raw.isascii() else raw.decode("cp949")
    except UnicodeError:
        again = name
    is_better = any("가" <= each <= "힣" for each in again)
    return (again if is_better else name).encode("utf-8", "replace").decode("utf-8")


def _short(stem: str) -> str:
    return stem.strip(" .")[:MOST_CHARS] or NAMELESS
