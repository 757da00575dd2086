"""Read every `DURU_*` variable in one place, typed, with a Korean message when a value is wrong.

The variables themselves are listed in `duru.conf.variables`. No other module reads `os.environ` for a `DURU_*` name.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from duru.conf.variables import VARIABLES, Kind, Variable

__all__ = [
    "EnvError",
    "all_work",
    "allowed_hosts",
    "as_owner",
    "bind",
    "check_all",
    "choice",
    "database_url",
    "debug",
    "default_tenant",
    "fault",
    "find_text",
    "flag",
    "https",
    "is_given",
    "items",
    "log_level",
    "number",
    "owner_database_url",
    "path",
    "port",
    "secret_key",
    "statement_timeout_ms",
    "text",
    "variable",
    "web_threads",
    "worker_concurrency",
]


class EnvError(ValueError):
    """A `DURU_*` variable holds a value that cannot be used; the text is Korean and says what to write."""


TRUE_WORDS = frozenset({"1", "true", "yes", "on", "예"})
SECRET_KEY_LEAST = 50
FALSE_WORDS = frozenset({"0", "false", "no", "off", "아니오"})

_BY_NAME = {each.name: each for each in VARIABLES}


def variable(name: str) -> Variable:
    """Return the definition of one variable.

    Raises:
        KeyError: the name is not in `VARIABLES`; a programming error.
    """
    return _BY_NAME[name]


def find_text(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """Return the stripped text of a variable, its default when absent or empty, or None without either."""
    known = variable(name)
    value = (os.environ if environ is None else environ).get(name, "").strip()
    return value or known.default


def is_given(name: str) -> bool:
    """Return whether somebody set a variable, as opposed to leaving it to its default."""
    return bool(os.environ.get(variable(name).name, "").strip())


def text(name: str, environ: Mapping[str, str] | None = None) -> str:
    """Return the text of a variable.

    Raises:
        EnvError: it is absent and has no default.
    """
    value = find_text(name, environ)
    if value is None:
        raise _refuse(variable(name), None)
    return value


def flag(name: str, environ: Mapping[str, str] | None = None) -> bool:
    """Return a yes/no variable.

    Raises:
        EnvError: the text is none of 1/0, true/false, yes/no, on/off, 예/아니오.
    """
    value = text(name, environ).lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise _refuse(variable(name), value)


def number(name: str, environ: Mapping[str, str] | None = None) -> int:
    """Return a whole number within the variable's bounds (both included).

    Raises:
        EnvError: not a whole number, or outside the bounds.
    """
    known = variable(name)
    value = text(name, environ)
    try:
        result = int(value)
    except ValueError:
        raise _refuse(known, value) from None
    if (known.least is not None and result < known.least) or (known.most is not None and result > known.most):
        raise _refuse(known, value)
    return result


def items(name: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """Return the non-empty items of a comma-separated variable, in the order written."""
    return [item.strip() for item in text(name, environ).split(",") if item.strip()]


def choice(name: str, environ: Mapping[str, str] | None = None) -> str:
    """Return one of the variable's choices.

    Raises:
        EnvError: the text is not a choice (compared without case).
    """
    known = variable(name)
    value = text(name, environ)
    for each in known.choices:
        if each.lower() == value.lower():
            return each
    raise _refuse(known, value)


def path(name: str, environ: Mapping[str, str] | None = None) -> Path | None:
    """Return an absolute path, or None when the variable is absent.

    Raises:
        EnvError: the path is not absolute (a relative one would move with the working folder).
    """
    value = find_text(name, environ)
    if value is None:
        return None
    result = Path(value).expanduser()
    if not result.is_absolute():
        raise _refuse(variable(name), value)
    return result


def database_url() -> str:
    """Return the serving role's database URL: `DURU_DATABASE_URL`, else the embedded cluster's.

    The embedded cluster need not run yet; its URL carries no password but names the role's password file.

    Raises:
        EnvError: the variable is not a PostgreSQL URL.
    """
    return _outside_url("DURU_DATABASE_URL") or _embedded_url("duru_app")


def owner_database_url() -> str:
    """Return the owner role's database URL: `DURU_OWNER_DATABASE_URL`, else the embedded cluster's.

    Raises:
        EnvError: the variable is not a PostgreSQL URL, or only the serving role's URL is set.
    """
    outside = _outside_url("DURU_OWNER_DATABASE_URL")
    if outside is None and find_text("DURU_DATABASE_URL") is not None:
        raise EnvError(
            "DURU_DATABASE_URL로 바깥 데이터베이스를 쓰고 있으므로 DURU_OWNER_DATABASE_URL도 적어야 합니다. "
            f"예: {variable('DURU_OWNER_DATABASE_URL').example}"
        )
    return outside or _embedded_url("duru_owner")


def secret_key() -> str:
    """Return Django's secret: `DURU_SECRET_KEY`, else the installation's own, made once in var/secrets (0600).

    Raises:
        EnvError: shorter than 50 characters.
    """
    given = find_text("DURU_SECRET_KEY")
    if given is not None:
        if len(given) < SECRET_KEY_LEAST:
            raise _refuse(variable("DURU_SECRET_KEY"), given)
        return given
    from duru.conf import paths  # paths reads env: "circle"

    kept = paths.secrets() / "django.key"
    if not kept.exists():
        paths.secrets().mkdir(parents=True, exist_ok=True)
        paths.secrets().chmod(0o700)
        # Written beside and linked into place: of two processes that start together one wins, both read the same key.
        scratch = kept.with_name(f"django.key.{os.getpid()}")
        scratch.touch(0o600)
        scratch.write_text(secrets.token_urlsafe(64))
        try:
            os.link(scratch, kept)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return kept.read_text().strip()


def as_owner() -> bool:
    """Return whether this process connects as the owner role."""
    return flag("DURU_AS_OWNER")


def debug() -> bool:
    """Return whether developers' error pages are shown."""
    return flag("DURU_DEBUG")


def all_work() -> bool:
    """Return whether the nightly-size tests run too."""
    return flag("DURU_ALL")


def fault() -> str:
    """Return the place at which a test lets this process die; empty in ordinary life."""
    return find_text("DURU_FAULT") or ""


def https() -> bool:
    """Return whether a proxy in front speaks HTTPS."""
    return flag("DURU_HTTPS")


def allowed_hosts() -> list[str]:
    """Return the host names that are served."""
    return items("DURU_HOSTS")


def default_tenant() -> str:
    """Return the 행정표준코드 of the tenant for unknown hosts; empty when there is none."""
    return find_text("DURU_DEFAULT_TENANT") or ""


def bind() -> str:
    """Return the address the web server listens on."""
    return text("DURU_BIND")


def port() -> int:
    """Return the port the web server listens on; 0 asks for any free one."""
    return number("DURU_PORT")


def web_threads() -> int:
    """Return the number of threads of the web process; the connection pool is as large."""
    return number("DURU_WEB_THREADS")


def worker_concurrency() -> int:
    """Return how many jobs the worker runs at once."""
    return number("DURU_WORKER_CONCURRENCY")


def statement_timeout_ms() -> int:
    """Return the longest time of one query, in milliseconds."""
    return number("DURU_STATEMENT_TIMEOUT_MS")


def log_level() -> str:
    """Return the level of the log."""
    return choice("DURU_LOG_LEVEL")


def check_all(environ: Mapping[str, str] | None = None) -> list[str]:
    """Return the Korean messages of everything wrong in the environment; empty when all is well.

    Names that begin with `DURU_` but are not in the list are reported too: usually a misspelling.
    """
    source = os.environ if environ is None else environ
    wrong = []
    for known in VARIABLES:
        if not source.get(known.name, "").strip():
            continue
        try:
            _READERS[known.kind](known.name, source)
        except EnvError as error:
            wrong.append(str(error))
    unknown = sorted(name for name in source if name.startswith("DURU_") and name not in _BY_NAME)
    wrong += [f"{name}: 두루가 모르는 설정 이름입니다. 철자를 확인하십시오(.env.example)." for name in unknown]
    return wrong


def _url(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    value = find_text(name, environ)
    if value is not None and not value.startswith(("postgresql://", "postgres://")):
        # The value may hold a password: the message must not repeat it.
        raise _refuse(variable(name), "(가림)")
    return value


def _outside_url(name: str) -> str | None:
    return _url(name)


def _embedded_url(role: str) -> str:
    # Imported here so that reading a variable never costs the import of the runner ("slow import").
    from duru.conf.paths import home
    from duru.conf.postgres.layout import layout_of

    return layout_of(home()).url(role)


def _refuse(known: Variable, value: str | None) -> EnvError:
    if value is None:
        return EnvError(f"{known.name}이(가) 비어 있습니다. {known.meaning} 예: {known.name}={known.example}")
    wanted = str(known.kind)
    if known.choices:
        wanted = " / ".join(known.choices)
    elif known.kind is Kind.FLAG:
        wanted = "1 또는 0"
    elif known.kind is Kind.PATH:
        wanted = "/로 시작하는 절대 경로"
    elif known.kind is Kind.URL:
        wanted = "postgresql://로 시작하는 주소"
    elif known.name == "DURU_SECRET_KEY":
        wanted = f"{SECRET_KEY_LEAST}자 이상의 무작위 글자"
    elif known.least is not None or known.most is not None:
        wanted = f"{known.least}에서 {known.most} 사이의 정수"
    shown = "(가림)" if known.secret else value
    return EnvError(
        f"{known.name}={shown!r}은(는) 쓸 수 없는 값입니다. {wanted}(으)로 적으십시오. "
        f"{known.meaning} 예: {known.name}={known.example}"
    )


_READERS = {
    Kind.TEXT: text,
    Kind.FLAG: flag,
    Kind.NUMBER: number,
    Kind.ITEMS: items,
    Kind.PATH: path,
    Kind.URL: _url,
    Kind.CHOICE: choice,
}
