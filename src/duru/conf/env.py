"""Read every `DURU_*` variable in one place, typed, with a Korean message when a value is wrong.

The list `VARIABLES` is data: a house test compares it with `.env.example`, `duru doctor` explains it and
`docs/reference/settings.md` is printed from it. No other module reads `os.environ` for a `DURU_*` name.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = [
    "VARIABLES",
    "EnvError",
    "Kind",
    "Variable",
    "check_all",
    "choice",
    "database_url",
    "find_text",
    "flag",
    "items",
    "number",
    "owner_database_url",
    "path",
    "text",
    "variable",
]


class Kind(StrEnum):
    """How the text of a variable is read."""

    TEXT = "글"
    FLAG = "예/아니오"
    NUMBER = "정수"
    ITEMS = "쉼표로 나눈 목록"
    PATH = "경로"
    URL = "데이터베이스 주소"
    CHOICE = "고르기"


@dataclass(frozen=True, slots=True)
class Variable:
    """One `DURU_*` variable: its kind, default and what it is for.

    `default` is the text used when the variable is absent or empty; None means that there is no value then
    (`meaning` says what happens). `secret` values are never printed.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    secret: bool = False


class EnvError(ValueError):
    """A `DURU_*` variable holds a value that cannot be used; the text is Korean and says what to write."""


TRUE_WORDS = frozenset({"1", "true", "yes", "on", "예"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "아니오"})

VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DURU_HOME",
        Kind.PATH,
        "설치 상태(데이터베이스, 올린 파일, 비밀값, 기록)를 두는 폴더. 비우면 소스 폴더의 var/.",
        "/srv/duru",
    ),
    Variable(
        "DURU_DATABASE_URL",
        Kind.URL,
        "서비스용 데이터베이스 주소(권한이 작은 역할). 비우면 내장 PostgreSQL을 씁니다.",
        "postgresql://duru_app:비밀번호@db.example:5432/duru",
        secret=True,
    ),
    Variable(
        "DURU_OWNER_DATABASE_URL",
        Kind.URL,
        "표를 만들고 백업하는 소유자 역할의 주소. DURU_DATABASE_URL을 쓸 때만 필요합니다.",
        "postgresql://duru_owner:비밀번호@db.example:5432/duru",
        secret=True,
    ),
    Variable(
        "DURU_AS_OWNER",
        Kind.FLAG,
        "소유자 역할로 연결합니다. 마이그레이션 명령이 스스로 켜며 손으로 켤 일은 없습니다.",
        "0",
        default="0",
    ),
    Variable(
        "DURU_PG_BIN",
        Kind.PATH,
        "내장 PostgreSQL이 쓸 실행 파일 폴더(initdb, postgres, pg_ctl이 있는 곳). 비우면 설치된 꾸러미를 씁니다.",
        "/usr/lib/postgresql/15/bin",
    ),
    Variable(
        "DURU_SECRET_KEY",
        Kind.TEXT,
        "세션과 서명에 쓰는 비밀값(50자 이상). 비우면 var/secrets/에 만들어 둡니다.",
        "무작위-글자-50자-이상",
        secret=True,
    ),
    Variable("DURU_DEBUG", Kind.FLAG, "개발용 오류 화면을 켭니다. 운영에서는 켜지 마십시오.", "0", default="0"),
    Variable(
        "DURU_HOSTS",
        Kind.ITEMS,
        "이 서버로 들어올 수 있는 주소 이름.",
        "duru.gu.example,localhost",
        default="localhost,127.0.0.1,[::1]",
    ),
    Variable(
        "DURU_HTTPS",
        Kind.FLAG,
        "HTTPS 뒤에서 돕니다. 켜면 쿠키를 HTTPS로만 보내고 HSTS를 켭니다.",
        "1",
        default="0",
    ),
    Variable("DURU_BIND", Kind.TEXT, "웹 서버가 듣는 주소.", "0.0.0.0", default="127.0.0.1"),
    Variable("DURU_PORT", Kind.NUMBER, "웹 서버가 듣는 포트.", "8000", default="8000", least=1, most=65535),
    Variable(
        "DURU_WEB_THREADS",
        Kind.NUMBER,
        "웹 프로세스의 스레드 수. 데이터베이스 연결 수도 이만큼 늘어납니다.",
        "8",
        default="8",
        least=1,
        most=64,
    ),
    Variable(
        "DURU_WORKER_CONCURRENCY",
        Kind.NUMBER,
        "작업 프로세스가 한꺼번에 처리하는 작업 수.",
        "2",
        default="2",
        least=1,
        most=32,
    ),
    Variable(
        "DURU_LOG_LEVEL",
        Kind.CHOICE,
        "기록을 남기는 정도.",
        "INFO",
        default="INFO",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Variable("DURU_DEMO", Kind.FLAG, "시험자료 설치임을 모든 화면에 적고 5분 체험을 엽니다.", "0", default="0"),
    Variable("DURU_ALL", Kind.FLAG, "검사할 때 오래 걸리는 시험(slow, nation)까지 돌립니다.", "0", default="0"),
)

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
    from duru.conf.postgres.layout import layout_of
    from duru.conf.paths import home

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
