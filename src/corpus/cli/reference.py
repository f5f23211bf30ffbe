"""The reference of the commands, made from the commands: `python -m corpus.cli.reference`.

`docs/reference-cli.md` is what this prints; a test compares them.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

_HEAD = """\
# Référence des commandes

Ce fichier est écrit par `make docs` à partir des commandes elles-mêmes.

Codes de sortie : 0, fait ; 1, fait, mais quelque chose n'a pas pu être lu ou contrôlé (tout est
nommé) ; 2, mauvaise commande. `--debug`, n'importe où dans la commande, montre la trace complète
d'une erreur du programme.
"""


def reference() -> str:
    """The whole reference, in Markdown."""
    from corpus.cli.main import command

    return _HEAD + "".join(f"\n{section}" for section in _sections(command(), "corpus"))


def _sections(tree: Any, name: str) -> Iterator[str]:
    for child_name, child in tree.commands.items():
        full = f"{name} {child_name}"
        if hasattr(child, "commands"):
            yield f"## {full}\n\n{_help(child)}\n"
            yield from _sections(child, full)
        else:
            yield _section(child, full)


def _section(command: Any, name: str) -> str:
    shown = [one for one in command.params if one.name != "help" and not one.hidden]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    usage = " ".join([name, *("[options]" for _ in options[:1]), *map(_argument, arguments)])
    lines = [f"## {name}\n", f"```\n{usage}\n```\n", f"{_help(command)}\n"]
    if arguments or options:
        lines += ["| | |\n|---|---|"]
        lines += [f"| `{_argument(one)}` | {_text(one.help)} |" for one in arguments]
        lines += [f"| {_names(one)} | {_text(one.help)}{_default(one)} |" for one in options]
        lines.append("")
    return "\n".join(lines)


def _help(command: Any) -> str:
    return inspect.cleandoc(command.help or "")


def _argument(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return str(name) if argument.required or name.startswith("[") else f"[{name}]"


def _names(option: Any) -> str:
    return ", ".join(f"`{one}`" for one in (*option.opts, *option.secondary_opts))


def _text(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _default(option: Any) -> str:
    shown = option.default not in (None, False, "", (), [], 0) and not option.is_flag
    return f" Par défaut : `{option.default}`." if shown and not callable(option.default) else ""


if __name__ == "__main__":
    print(reference(), end="")
