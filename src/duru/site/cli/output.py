"""How commands speak: Korean text and progress for people, one JSON object on standard output for machines."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from duru.site.cli.exit_codes import ExitCode

__all__ = ["CommandError", "JsonFlag", "Speaker"]

JsonFlag = Annotated[bool, typer.Option("--json", help="결과를 JSON 한 덩어리로 적습니다.")]


class CommandError(Exception):
    """A command ends with an exit code and a Korean sentence."""

    def __init__(self, code: ExitCode, message: str):
        """Keep the code and what to tell the person."""
        super().__init__(message)
        self.code = code
        self.message = message


class Speaker:
    """One command's voice. With `as_json` everything but the final object goes to standard error."""

    def __init__(self, *, as_json: bool):
        """Choose the voice; progress is only drawn on a terminal."""
        self.as_json = as_json
        self.people = Console(stderr=as_json, highlight=False)
        # Progress belongs to the person in front of the terminal, never into a file or a pipe.
        self._progress_console = Console(stderr=True, highlight=False)

    def say(self, text: str) -> None:
        """Print one line for a person."""
        self.people.print(text, markup=False, soft_wrap=True)

    def table(self, title: str, columns: list[str], rows: list[list[str]]) -> None:
        """Print a table for a person."""
        drawn = Table(title=title, title_justify="left")
        for column in columns:
            drawn.add_column(column)
        for row in rows:
            drawn.add_row(*row)
        self.people.print(drawn)

    def result(self, **facts: Any) -> None:
        """Print the final object for a machine; nothing for a person, who has been told already."""
        if self.as_json:
            json.dump({"ok": True, "code": 0} | facts, sys.stdout, ensure_ascii=False, default=str)
            sys.stdout.write("\n")

    def failure(self, code: ExitCode, message: str) -> None:
        """Tell why the command ends with an error."""
        if self.as_json:
            json.dump({"ok": False, "code": int(code), "message": message}, sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")
        else:
            self._progress_console.print(message, style="bold red", markup=False, soft_wrap=True)

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show a spinner with the elapsed time while something of unknown length runs."""
        if not self._progress_console.is_terminal:
            self.say(text)
            yield
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=self._progress_console) as progress:
            progress.add_task(text, total=None)
            yield

    @contextmanager
    def progress(self, text: str) -> Iterator[Callable[..., None]]:
        """Show a bar; yields `advance(done, total, word="")` in any unit; the word says what is being done."""
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
        with Progress(
            *columns,
            TimeElapsedColumn(),
            console=self._progress_console,
            disable=not self._progress_console.is_terminal,
        ) as progress:
            task = progress.add_task(text, total=1.0)

            def advance(done: float, total: float, word: str = "") -> None:
                progress.update(task, completed=done, total=total or 1.0, description=f"{text} {word}".strip())

            yield advance
