"""What a file is, by its content alone, and whether what is inside would do harm."""

import re
import zipfile
from typing import BinaryIO

import puremagic

from duru.blocks.documents.enums import FileKind
from duru.blocks.documents.errors import AttachmentRefused

HEAD_BYTES = 64 << 10
MOST_PARTS = 2_000
MOST_UNPACKED = 256 << 20
MOST_RATIO = 100  # XML of an honest document shrinks 10 to 30 times
RATIO_MATTERS_FROM = 4 << 20
_NESTED = (".zip", ".hwpx", ".docx", ".xlsx", ".7z", ".rar", ".gz", ".bz2", ".xz", ".jar", ".tar")
_MACROS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".ps1")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BY_MAGIC = {
    ".pdf": FileKind.PDF,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".jfif": FileKind.JPEG,
    ".jpe": FileKind.JPEG,
    ".png": FileKind.PNG,
    ".tif": FileKind.TIFF,
    ".tiff": FileKind.TIFF,
    ".webp": FileKind.WEBP,
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP_MARK = b"HWP Document File V5"
_REFUSED = "받을 수 없는 종류의 파일입니다. PDF, 한글, 사진, 워드, 엑셀 파일로 저장한 뒤 다시 올려 주세요."


def kind_of_content(file: BinaryIO) -> FileKind:
    """Say what a file is; its name plays no part. The file is read from its beginning, containers by their directory.

    Raises:
        AttachmentRefused: empty, of a kind nobody may send, broken, locked with a password, or harmful when unpacked.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise AttachmentRefused("빈 파일입니다. 내용이 있는 파일을 올려 주세요.")
    if head.startswith(b"PK"):
        return _kind_of_package(file)
    if head.startswith(_OLE):
        return _kind_of_compound(file)
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        found = []
    # The first guess alone: a less certain one may be what a forger wants to be taken for.
    kind = _BY_MAGIC.get(found[0].extension.lower()) if found else None
    if kind is not None:
        return kind
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> FileKind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    is_page = start.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"#!"))
    if b"\0" in head or is_page:
        raise AttachmentRefused(_REFUSED)
    for encoding in ("utf-8-sig", "cp949"):
        try:
            # The head may end in the middle of a letter.
            text = head.decode(encoding) if len(head) < HEAD_BYTES else head[:-4].decode(encoding, "ignore")
        except UnicodeDecodeError:
            continue
        n_odd = sum(1 for each in text if not each.isprintable() and each not in "\r\n\t\f")
        if n_odd == 0:
            return FileKind.TEXT
    raise AttachmentRefused(_REFUSED)


def _kind_of_compound(file: BinaryIO) -> FileKind:
    """An old compound file is taken when it is HWP 5; old Word and Excel files may carry macros and are not."""
    file.seek(0)
    left = b""
    while block := file.read(1 << 20):
        if _HWP_MARK in left + block:
            return FileKind.HWP
        left = block[-len(_HWP_MARK) :]
    raise AttachmentRefused(
        "옛 워드·엑셀(.doc, .xls) 파일은 받지 않습니다. DOCX, XLSX나 PDF로 저장해 다시 올려 주세요."
    )


def _kind_of_package(file: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _check_directory(parts)
            names = {part.filename.lower().lstrip("/") for part in parts}
            kind = _kind_by_parts(package, names)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".hpf", ".rels", ".rdf")):
                    with package.open(part) as opened:
                        # A UTF-16 part spells every letter with a zero byte.
                        if _ENTITY.search(opened.read(HEAD_BYTES).replace(b"\0", b"")):
                            raise AttachmentRefused(
                                "파일 안에 허용되지 않는 선언(DTD·엔티티)이 있어 받지 않습니다. 다시 저장해 올려 주세요."
                            )
    except AttachmentRefused:
        raise
    except Exception as error:  # zlib.error, BadZipFile, RuntimeError and what else a forged directory can raise
        if "password" in str(error) or "encrypted" in str(error):
            raise AttachmentRefused("암호가 걸린 파일입니다. 암호를 풀고 저장한 뒤 다시 올려 주세요.") from None
        raise AttachmentRefused("파일이 깨져 있습니다. 원래 프로그램에서 열어 다시 저장해 주세요.") from None
    return kind


def _kind_by_parts(package: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "mimetype" in names:
        with package.open("mimetype") as opened:
            if opened.read(64).strip() == b"application/hwp+zip" and "contents/content.hpf" in names:
                return FileKind.HWPX
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return FileKind.DOCX
        if any(name.startswith("xl/") for name in names):
            return FileKind.XLSX
    raise AttachmentRefused("압축 파일은 받지 않습니다. 압축을 풀고 서류를 하나씩 올려 주세요.")


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise AttachmentRefused(f"파일 안의 조각이 너무 많습니다({len(parts):,}개). PDF로 저장해 올려 주세요.")
    names = [part.filename.lower() for part in parts]
    if any(name.endswith(_MACROS) for name in names):
        raise AttachmentRefused(
            "매크로나 실행 파일이 들어 있어 받지 않습니다. 매크로 없이 저장하거나 PDF로 저장해 주세요."
        )
    if any(name.endswith(_NESTED) for name in names):
        raise AttachmentRefused("파일 안에 다른 묶음 파일이 들어 있어 받지 않습니다. 붙임 개체를 지우고 저장해 주세요.")
    if any(".." in name.split("/") or "\\" in name for name in names):
        raise AttachmentRefused("파일 안의 경로가 올바르지 않아 받지 않습니다. 다시 저장해 주세요.")
    for part in parts:
        if part.file_size > RATIO_MATTERS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise AttachmentRefused("비정상적으로 압축된 파일이라 받지 않습니다. PDF로 저장해 올려 주세요.")
    total = sum(part.file_size for part in parts)
    if total > MOST_UNPACKED:
        raise AttachmentRefused(f"파일을 펼치면 너무 큽니다({total >> 20:,} MiB). PDF로 저장해 올려 주세요.")
