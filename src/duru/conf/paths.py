"""Where the state of one installation lives: the folders under `DURU_HOME` (default `var/` of the source tree)."""

from pathlib import Path

from duru.conf import reading

__all__ = ["assets", "demo", "files", "home", "log", "make_folders", "secrets", "source_root", "static_root"]


def source_root() -> Path:
    """Return the folder that holds `pyproject.toml`, `assets/` and `src/`; the source tree 두루 runs from."""
    return Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the state folder: `DURU_HOME`, else `var/` of the source tree. It need not exist yet."""
    return reading.path("DURU_HOME") or source_root() / "var"


def assets() -> Path:
    """Return the folder of the front-end files that are served (STATICFILES_DIRS)."""
    return home() / "assets"


def static_root() -> Path:
    """Return the folder that `collectstatic` writes and whitenoise serves (STATIC_ROOT)."""
    return home() / "static"


def files() -> Path:
    """Return the folder of uploaded files (MEDIA_ROOT); never served directly."""
    return home() / "files"


def demo() -> Path:
    """Return the folder of the invented district's files."""
    return home() / "demo"


def log() -> Path:
    """Return the folder of the logs of web, worker and supervisor."""
    return home() / "log"


def secrets() -> Path:
    """Return the folder of passwords and keys (0700, files 0600)."""
    return home() / "secrets"


def make_folders() -> None:
    """Create the state folders that are missing; secrets, uploads and logs are private to their owner. Repeatable."""
    home().mkdir(parents=True, exist_ok=True)
    for folder in (secrets(), files(), log()):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
    for folder in (assets(), demo()):
        folder.mkdir(exist_ok=True)
