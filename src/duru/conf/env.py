"""What the `DURU_*` variables mean to the program: the one place that gives their values out.

`duru.conf.reading` reads them by kind; no other module touches `os.environ` for a `DURU_*` name.
"""

import secrets
from pathlib import Path

from duru.conf import paths
from duru.conf.reading import (
    SECRET_KEY_LEAST,
    EnvError,
    check_all,
    choice,
    find_text,
    flag,
    is_given,
    items,
    number,
    path,
    refuse,
    text,
    url,
    variable,
)
from duru.conf.secret_files import kept_secret

__all__ = [
    "EnvError",
    "alarm_mails",
    "alarm_phones",
    "all_work",
    "allowed_hosts",
    "as_owner",
    "backup_folder",
    "bind",
    "check_all",
    "checkpoint_folder",
    "choice",
    "clamd",
    "database_url",
    "debug",
    "default_tenant",
    "fault",
    "find_text",
    "flag",
    "https",
    "idle_minutes",
    "is_given",
    "items",
    "log_level",
    "mail_from",
    "metrics_token",
    "number",
    "owner_database_url",
    "path",
    "port",
    "second_factor",
    "secret_key",
    "single_session",
    "sms_folder",
    "smtp_url",
    "statement_timeout_ms",
    "text",
    "variable",
    "web_threads",
    "worker_concurrency",
]


def database_url() -> str:
    """Return the serving role's database URL: `DURU_DATABASE_URL`, else the embedded cluster's.

    The embedded cluster need not run yet; its URL carries no password but names the role's password file.

    Raises:
        EnvError: the variable is not a PostgreSQL URL.
    """
    return url("DURU_DATABASE_URL") or _embedded_url("duru_app")


def owner_database_url() -> str:
    """Return the owner role's database URL: `DURU_OWNER_DATABASE_URL`, else the embedded cluster's.

    Raises:
        EnvError: the variable is not a PostgreSQL URL, or only the serving role's URL is set.
    """
    outside = url("DURU_OWNER_DATABASE_URL")
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
            raise refuse(variable("DURU_SECRET_KEY"), given)
        return given
    return kept_secret("django.key", lambda: secrets.token_urlsafe(64))


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


def second_factor() -> bool:
    """Return whether whoever logs in by a password needs a second factor."""
    return flag("DURU_SECOND_FACTOR")


def idle_minutes() -> int:
    """Return after how many minutes without a page a session is ended."""
    return number("DURU_IDLE_MINUTES")


def single_session() -> bool:
    """Return whether a new login ends the sessions of the same user elsewhere."""
    return flag("DURU_SINGLE_SESSION")


def statement_timeout_ms() -> int:
    """Return the longest time of one query, in milliseconds."""
    return number("DURU_STATEMENT_TIMEOUT_MS")


def log_level() -> str:
    """Return the level of the log."""
    return choice("DURU_LOG_LEVEL")


def clamd() -> str:
    """Return the address of the virus scanner; empty when nobody scans."""
    return find_text("DURU_CLAMD") or ""


def checkpoint_folder() -> Path | None:
    """Return the folder, best on another machine, that keeps the checkpoints of the audit log; None when none is given."""
    return path("DURU_CHECKPOINT_DIR")


def alarm_mails() -> list[str]:
    """Return the mail addresses of those who are told what is wrong."""
    return items("DURU_ALARM_MAILS")


def alarm_phones() -> list[str]:
    """Return the telephones that get a text when nobody answers the mail."""
    return items("DURU_ALARM_PHONES")


def backup_folder() -> Path | None:
    """Return the folder of the nightly backups; None when none are made."""
    return path("DURU_BACKUP_DIR")


def metrics_token() -> str:
    """Return what a monitoring program must show; empty when there are no metrics to read."""
    return find_text("DURU_METRICS_TOKEN") or ""


def smtp_url() -> str:
    """Return the address of the mail server; empty when nothing leaves the house."""
    return find_text("DURU_SMTP_URL") or ""


def mail_from() -> str:
    """Return the address letters are sent from."""
    return text("DURU_MAIL_FROM")


def sms_folder() -> Path | None:
    """Return the folder texts to telephones are written to for the office's sending system; None when they are simulated."""
    given = find_text("DURU_SMS_FOLDER")
    return Path(given) if given else None


def _embedded_url(role: str) -> str:
    # Imported here so that reading a variable never costs the import of the runner ("slow import").
    from duru.conf.postgres.layout import layout_of

    return layout_of(paths.home()).url(role)
