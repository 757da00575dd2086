"""Print docs/reference from the code: `python -m duru.site.reference` writes the pages, `--check` only compares.

Settings, commands, permissions, tables, rules and data sets are data already; the pages show that data to people and are
never written by hand. A house test fails when a page is old.
"""

import argparse
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from duru.conf import paths
from duru.conf.variables import VARIABLES, Variable
from duru.site.cli.django_ready import start_django
from duru.site.reference.disclosure import disclosure_rules
from duru.site.reference.markdown import table
from duru.site.reference.permissions import permissions
from duru.site.reference.rules import funeral_facilities, overlap_rules
from duru.site.reference.standards import standards

__all__ = ["PAGES", "main", "page", "stale_pages"]

COMMAND = "python -m duru.site.reference"
HEAD = f"<!-- 자동으로 만든 쪽입니다. 손으로 고치지 말고 다음 명령으로 다시 만드십시오: {COMMAND} -->"


def page(name: str) -> str:
    """Return the text of one page as the code has it now.

    Raises:
        KeyError: there is no page of this name.
    """
    return "\n".join([HEAD, *PAGES[name](), ""])


def stale_pages(folder: Path) -> list[str]:
    """Return the names of pages in a folder that are missing, old, or generated once and no longer known."""
    old = [name for name in PAGES if not (folder / name).is_file() or (folder / name).read_text("utf-8") != page(name)]
    left = [
        path.name for path in folder.glob("*.md") if path.name not in PAGES and path.read_text("utf-8").startswith(HEAD)
    ]
    return sorted(old + left)


def _settings() -> Iterator[str]:
    yield "# 설정"
    yield ""
    yield "모두 환경 변수이며 비워 두어도 됩니다. 값이 맞는지는 `duru doctor`가 알려 줍니다. 보기 파일: `.env.example`."
    yield ""
    yield from table(
        ["이름", "무엇", "종류", "기본값", "예"],
        (
            [f"`{v.name}`", v.meaning, _kind(v), f"`{v.default}`" if v.default else "–", f"`{v.example}`"]
            for v in VARIABLES
        ),
    )
    yield "비밀값(화면과 기록에 가려 보입니다): " + ", ".join(f"`{each.name}`" for each in VARIABLES if each.secret)


def _kind(known: Variable) -> str:
    if known.choices:
        return " / ".join(known.choices)
    span = f" {known.least:,}–{known.most:,}" if known.least is not None and known.most is not None else ""
    return f"{known.kind}{span}"


def _commands() -> Iterator[str]:
    from typer.main import get_command

    from duru.site.cli.application import app
    from duru.site.cli.exit_codes import ExitCode

    yield "# 명령"
    yield ""
    yield "`.venv/bin/duru 명령 --help`가 같은 내용을 보여 줍니다. `--json`을 붙이면 결과가 표준 출력에 JSON 한 덩어리로 나옵니다."
    yield ""
    for name, command in _walk(get_command(app), "duru"):
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        words = [each.name.upper() if each.required else f"[{each.name.upper()}]" for each in arguments]
        yield f"## `{' '.join([name, *words])}`"
        yield ""
        yield inspect.cleandoc(command.help or "")
        yield ""
        rows = [_parameter(each) for each in command.params if each.name != "help"]
        if rows:
            yield from table(["적는 것", "뜻", "꼭"], rows)
    yield "## 끝내기 코드"
    yield ""
    yield from table(["코드", "이름", "뜻"], ([int(code), code.name, code.meaning] for code in ExitCode))


def _walk(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for key, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _walk(command, f"{name} {key}")
        else:
            yield f"{name} {key}", command


def _parameter(parameter: Any) -> list[str]:
    is_argument = parameter.param_type_name == "argument"
    shown = parameter.name.upper() if is_argument else ", ".join(parameter.opts)
    if not is_argument and not parameter.is_flag:
        shown += " 값"
    return [f"`{shown}`", parameter.help or "", "예" if parameter.required else ""]


def _tables() -> Iterator[str]:
    from django.apps import apps

    from duru.blocks.tenancy.api import tables

    kinds = (
        ("자치단체의 표", tables.TENANT, "한 줄은 한 자치단체의 것이며 행 보안이 지킵니다."),
        ("더하기만 하는 표", tables.APPEND_ONLY, "자치단체의 표이며 서비스 역할은 고치거나 지울 수 없습니다."),
        (
            "두 자치단체 사이의 표",
            tables.TWO_PARTY,
            "보낸 자치단체와 받는 자치단체만 봅니다. 누구도 주소를 바꿀 수 없습니다.",
        ),
        ("나라의 표", tables.NATIONAL, "모든 자치단체가 읽고 운영자만 씁니다. 개인정보가 없습니다."),
        ("바탕 표", tables.PLATFORM, "사용자, 세션, 작업, 프레임워크의 표입니다. 주민의 개인정보가 없습니다."),
    )
    models = {model._meta.db_table: model for model in apps.get_models() if model.__module__.startswith("duru.")}
    yield "# 표"
    yield ""
    yield "설명은 코드의 모델 설명(영어) 그대로이며 마지막에 개인정보 처리 근거와 보관 기간을 적습니다. 낱말은 `GLOSSARY.md`에 있습니다."
    yield ""
    for title, names, meaning in kinds:
        yield f"## {title}"
        yield ""
        yield meaning
        yield ""
        for name in sorted(names & models.keys()):
            model = models[name]
            yield f"### `{name}` {model._meta.verbose_name}"
            yield ""
            yield inspect.cleandoc(model.__doc__ or "")
            yield ""
        if others := sorted(names - models.keys()):
            yield "쓰는 라이브러리의 표: " + ", ".join(f"`{name}`" for name in others)
            yield ""


def _datasets() -> Iterator[str]:
    from duru.blocks.exchange.api import list_datasets

    datasets = list_datasets()
    common = {field.key for field in datasets[0].all_fields} - {field.key for field in datasets[0].fields}
    yield "# 자료 종류와 열 이름"
    yield ""
    yield "기관이 보낼 수 있는 자료입니다. 열의 차례는 상관없고, 열 이름은 아래 낱말 가운데 아무거나 됩니다(빈칸과 괄호는 무시합니다)."
    yield "모르는 열은 그대로 보관만 하고, 헷갈리는 열은 화면에서 사람이 한 번 골라 주면 기억합니다."
    yield ""
    yield "## 모든 자료에 공통: 누구인가"
    yield ""
    yield from _fields(field for field in datasets[0].all_fields if field.key in common)
    yield "주민등록번호 열은 보내지 마십시오. 근거 없는 기관이 보내면 저장하기 전에 지웁니다."
    yield ""
    for dataset in datasets:
        yield f"## {dataset.label} (`{dataset.key}`)"
        yield ""
        if dataset.description:
            yield dataset.description
            yield ""
        if dataset.needs_contact:
            yield "성명 말고 생년월일, 전화번호, 주소 가운데 하나는 있어야 받습니다."
            yield ""
        yield from _fields(dataset.fields)


def _fields(fields: Iterable[Any]) -> Iterator[str]:
    yield from table(
        ["열", "꼭", "같은 뜻으로 알아보는 열 이름", "적는 법"],
        ([field.label, "예" if field.is_required else "", ", ".join(field.aliases), field.hint] for field in fields),
    )


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "settings.md": _settings,
    "cli.md": _commands,
    "permissions.md": permissions,
    "tables.md": _tables,
    "rules.md": overlap_rules,
    "disclosure.md": disclosure_rules,
    "permits.md": funeral_facilities,
    "datasets.md": _datasets,
    "standards.md": standards,
}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or only compare them with `--check`; returns 1 when a page was old and was not written."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="docs/reference의 쪽들을 코드에서 다시 만듭니다.")
    parser.add_argument("--check", action="store_true", help="쓰지 않고 낡은 쪽이 있는지만 봅니다.")
    only_check = parser.parse_args(arguments).check
    start_django()
    folder = paths.source_root() / "docs" / "reference"
    old = stale_pages(folder)
    if only_check:
        if old:
            sys.stderr.write(f"낡은 쪽: {', '.join(old)}. 다시 만들기: {COMMAND}\n")
        return 1 if old else 0
    for name in old:
        if name in PAGES:
            (folder / name).write_text(page(name), encoding="utf-8")
        else:
            (folder / name).unlink()
    return 0
