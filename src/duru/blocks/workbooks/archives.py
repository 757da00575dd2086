"""What may be asked of an XLSX before anything of it is unpacked: a zip directory says how large it will become."""

import re
import zipfile
from pathlib import Path

from duru.blocks.workbooks.errors import FileRefused

MOST_ENTRIES = 2_000
# A sheet needs twice its unpacked size in memory (54 MiB -> 112 MiB measured); the promise is 256 MiB.
MOST_UNPACKED = 128 << 20
MOST_SHEET = 100 << 20
MOST_RATIO = 200  # a real sheet shrinks 8 to 20 times
RATIO_MATTERS_FROM = 8 << 20
_NESTED = (".zip", ".xlsx", ".xlsm", ".7z", ".rar", ".gz", ".bz2", ".xz", ".jar", ".tar")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DIMENSION = re.compile(rb'<dimension[^>]*\bref="[A-Z]{1,3}[0-9]{1,7}:([A-Z]{1,3})([0-9]{1,7})"')
MOST_COLUMNS = 1_000

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "옛 엑셀(.xls)이나 한글(.hwp) 파일"),
    (b"%PDF", "PDF 파일"),
    (b"HWP Document File", "한글(.hwp) 파일"),
    (b"Rar!", "압축 파일"),
    (b"7z\xbc\xaf\x27\x1c", "압축 파일"),
    (b"\x1f\x8b", "압축 파일"),
    (b"\x89PNG", "그림 파일"),
    (b"\xff\xd8\xff", "그림 파일"),
    (b"GIF8", "그림 파일"),
    (b"{\\rtf", "서식 있는 글 파일"),
)
HOW_TO_SAVE = "엑셀이나 한셀에서 '다른 이름으로 저장'을 눌러 XLSX 또는 CSV로 저장한 뒤 올려 주세요."


def kind_of_file(path: Path) -> str:
    """Say "xlsx" or "text" by the first bytes, not by the name.

    Raises:
        FileRefused: empty, or a kind of file that is not a table we read; says how to save it.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise FileRefused("빈 파일입니다. 자료가 들어 있는 파일을 올려 주세요.")
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            raise FileRefused(f"{name}은 읽을 수 없습니다. {HOW_TO_SAVE}")
    if head.startswith(b"PK"):
        return "xlsx"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise FileRefused(f"웹 문서(HTML·XML)를 이름만 바꾼 파일입니다. {HOW_TO_SAVE}")
    return "text"


def check_archive(path: Path) -> int:
    """Refuse an XLSX that is no workbook or would do harm when unpacked, and return its size unpacked in bytes. Reads the directory and the heads of parts only.

    Raises:
        FileRefused: too many or too large parts, a file inside that is an archive itself, a document type or entity,
            or a sheet that claims more than 1,000 columns.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as file:
                        _check_head(part.filename, file.read(64 << 10))
            return sum(part.file_size for part in parts)
    except FileRefused:  # first: it is a ValueError, and says more
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise FileRefused("암호가 걸린 파일입니다. 암호를 풀고 저장한 뒤 다시 올려 주세요.") from None
        raise FileRefused(f"XLSX 파일이 깨져 있습니다. {HOW_TO_SAVE}") from None
    except Exception as error:  # zlib.error and what else a forged stream can raise
        raise FileRefused(f"XLSX 파일이 깨져 있습니다({type(error).__name__}). {HOW_TO_SAVE}") from None


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower().lstrip("/") for part in parts}
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise FileRefused(f"압축 파일이거나 엑셀 통합 문서가 아닙니다. 압축을 풀고, {HOW_TO_SAVE}")
    if any(name.endswith("workbook.bin") for name in names):
        raise FileRefused(f"이진 통합 문서(.xlsb)는 읽을 수 없습니다. {HOW_TO_SAVE}")
    if len(parts) > MOST_ENTRIES:
        raise FileRefused(f"파일 안의 조각이 너무 많습니다({len(parts):,}개). {HOW_TO_SAVE}")
    if any(name.endswith(_NESTED) for name in names):
        raise FileRefused(
            "엑셀 파일 안에 다른 압축 파일이 들어 있어 받지 않습니다. 붙임 개체를 지우고 다시 저장해 주세요."
        )
    if any(".." in name.split("/") or "\\" in name for name in names):
        raise FileRefused("엑셀 파일 안의 경로가 올바르지 않아 받지 않습니다. 다시 저장해 주세요.")
    total = sum(part.file_size for part in parts)
    sheets = max((part.file_size for part in parts if part.filename.lower().startswith("xl/")), default=0)
    if total > MOST_UNPACKED or sheets > MOST_SHEET:
        raise FileRefused(f"엑셀 파일을 펼치면 너무 큽니다({total >> 20:,} MiB). CSV로 저장해 올려 주세요.")
    for part in parts:
        if part.file_size > RATIO_MATTERS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise FileRefused("비정상적으로 압축된 파일이라 받지 않습니다. 원래 프로그램에서 CSV로 저장해 올려 주세요.")


def _check_head(name: str, head: bytes) -> None:
    # A UTF-16 part spells every letter with a zero byte.
    plain = head.replace(b"\0", b"")
    if _DOCTYPE.search(plain):
        raise FileRefused(
            "엑셀 파일 안에 허용되지 않는 선언(DTD·엔티티)이 있어 받지 않습니다. 엑셀에서 다시 저장해 주세요."
        )
    if "worksheets/" in name.lower() and (found := _DIMENSION.search(plain)):
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - 64
        if column > MOST_COLUMNS:
            raise FileRefused(
                f"열이 {column:,}개인 시트가 있습니다. 자료 밖의 빈 열을 지우고 저장하거나 CSV로 저장해 올려 주세요."
            )
