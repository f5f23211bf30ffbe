"""What the commands print: tables, problems and progress, in French, for a person or a pipe."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from corpus.model import Problem

if TYPE_CHECKING:
    from corpus.pipeline import Step

SEVERITIES = {"error": "erreur", "warning": "avertissement", "info": "information"}
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def console() -> Console:
    """Where results go. Piped, lines are not cut at 80 columns."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


def errors() -> Console:
    """Where faults and progress go, apart from results."""
    return Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """`value` for another program: UTF-8, accents kept."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table; columns whose name ends with `#` are numbers, on the right."""
    made = Table(
        title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        number = column.endswith("#")
        made.add_column(
            column.rstrip("#"),
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=number,
        )
    for row in rows:
        made.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    return made


def stacked(first: str, details: Iterable[object], wide: bool) -> list[str]:
    """The first cells of a row: side by side where there is room, one above the other elsewhere."""
    shown = ["" if one is None else str(one) for one in details]
    if wide:
        return [first, *shown]
    below = " · ".join(one for one in shown if one)
    return [f"{first}\n  {below}" if below else first]


def print_problems(problems: Iterable[Problem], out: Console) -> None:
    """Every problem by name: where, what, and what to do."""
    for problem in problems:
        place = ", ".join(
            part
            for part in (
                problem.path or "",
                f"page {problem.page}" if problem.page else "",
                f"ligne {problem.line}" if problem.line else "",
            )
            if part
        )
        # A message that begins with the name of its file needs no place before it.
        named = problem.path and problem.message.startswith(problem.path.rsplit("/", 1)[-1])
        told = problem.message if named or not place else f"{place} : {problem.message}"
        head = f"[{_STYLES[problem.severity]}]{SEVERITIES[problem.severity]}[/]"
        out.print(f"{head} {escape(told)}", soft_wrap=True)
        if problem.remedy:
            out.print(f"    → {escape(problem.remedy)}", soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[Callable[[Step], None]]:
    """A progress bar on the error stream, silent when that is no terminal."""
    out = errors()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}"),
        console=out,
        transient=True,
        disable=not out.is_terminal,
    ) as bar:
        task = bar.add_task("préparation", total=None, name="")

        def show(step: Step) -> None:
            bar.update(
                task,
                description=step.stage,
                completed=step.done,
                total=step.total,
                name=escape(step.name),
            )

        yield show


def program() -> str:
    """How this program is called from here: `corpus`, or its path where that is not on the PATH."""
    return "corpus" if which("corpus") else os.path.relpath(sys.argv[0])


def plural(number: int, singular: str, plural_: str | None = None) -> str:
    """`1 texte`, `2 textes`."""
    word = singular if number < 2 else plural_ or f"{singular}s"
    return f"{number:,} {word}".replace(",", "\u202f")
