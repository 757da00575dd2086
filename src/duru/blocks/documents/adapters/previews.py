"""Pictures of papers through a child process: a hostile file can only kill the child."""

import os
import subprocess
import sys
from pathlib import Path

from duru.blocks.documents.enums import FileKind

WIDTH = 1_000
MOST_SECONDS = 20
MOST_MEMORY = 768 << 20
PICTURED = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.WEBP})


def picture_of(path: Path, kind: str, *, page: int = 0, width: int = WIDTH) -> bytes | None:
    """Return a PNG of a picture or of one page of a PDF; None when it is another kind, broken, or there is no such page."""
    if kind not in PICTURED:
        return None
    word = "pdf" if kind == FileKind.PDF else "image"
    child = Path(__file__).with_name("preview_child.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(child), str(path), word, str(page), str(width), str(MOST_MEMORY)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
            env={"PATH": os.defpath, "DURU_CHILD_PATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None
