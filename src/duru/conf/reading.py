"""Read `DURU_*` variables by kind: text, flag, number, items, path, URL, choice; a wrong value gets a Korean sentence.

The variables themselves are listed in `duru.conf.variables`; what their values mean to the program is in `duru.conf.env`.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from duru.conf.variables import VARIABLES, Kind, Variable

SECRET_KEY_LEAST = 50


class EnvError(ValueError):
    """A `DURU_*` variable holds a value that cannot be used; the text is Korean and says what to write."""


TRUE_WORDS = frozenset({"1", "true", "yes", "on", "예"})
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
        raise refuse(variable(name), None)
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
    raise refuse(variable(name), value)


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
        raise refuse(known, value) from None
    if (known.least is not None and result < known.least) or (known.most is not None and result > known.most):
        raise refuse(known, value)
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
    raise refuse(known, value)


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
        raise refuse(variable(name), value)
    return result


def url(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """Return a PostgreSQL address, or None when the variable is absent.

    Raises:
        EnvError: it does not begin with postgresql://; the message never repeats the value, which may hold a password.
    """
    value = find_text(name, environ)
    if value is not None and not value.startswith(("postgresql://", "postgres://")):
        raise refuse(variable(name), "(가림)")
    return value


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


def refuse(known: Variable, value: str | None) -> EnvError:
    """Return the error that says what is wrong with a variable and what to write instead; secrets are not shown."""
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
    Kind.URL: url,
    Kind.CHOICE: choice,
}
