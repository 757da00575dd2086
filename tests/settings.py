"""Settings of the tests: the installation's own settings in a home of their own, with nothing of the developer's left.

The environment is cleaned before `duru.conf.settings` is read, so that a developer's `DURU_*` variables can neither
change a result nor point a test at a real database. `DURU_PG_BIN` alone stays: with it the tests run on another PostgreSQL,
in a cluster of its own beside the usual one.
"""

import os
from pathlib import Path

_KEPT = {"DURU_ALL", "DURU_PG_BIN"}
_ROOT = Path(__file__).resolve().parent.parent

for _name in [name for name in os.environ if name.startswith("DURU_") and name not in _KEPT]:
    del os.environ[_name]
_other = os.environ.get("DURU_PG_BIN", "").strip("/").replace("/", "-")
os.environ["DURU_HOME"] = str(_ROOT / "var" / ("test" + (f"-{_other}" if _other else "")))

from duru.conf.settings import *  # noqa: E402, F403 - the environment had to be cleaned first
from duru.conf.settings import DATABASES, STATIC_ROOT, STATICFILES_DIRS  # noqa: E402 - named for the reader and the type checker

# One connection per thread, so that a test's transaction is the one the code under test sees.
DATABASES["default"]["OPTIONS"].pop("pool", None)

# Nothing is collected for tests, but the static middleware wants the folder.
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
# Front-end files are the ones `./run` installed for the developer; the tests' home has none.
if (_ROOT / "var" / "assets").is_dir():
    STATICFILES_DIRS[:] = [_ROOT / "var" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Who is tested is logged in without a device; the tests of the second factor turn it on.
DURU_SECOND_FACTOR = False
# Argon2 is slow on purpose; no test is about guessing a password unless it sets the real hasher itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
