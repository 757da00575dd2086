"""The page that agencies run: one file, opened from their own disk."""

from importlib.resources import files


def tool_page() -> str:
    """Return `tool.html`, the twin of `encoding.py` in the browser; it needs no network and no installation."""
    return files(__package__).joinpath("tool.html").read_text(encoding="utf-8")
