"""`corpus`: the commands, and what happens to their errors.

Exit status: 0 done; 1 done, but some input failed (all are named); 2 wrong usage.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from corpus.errors import CorpusError, ReadingError

app = typer.Typer(
    name="corpus",
    help="Un atelier de la preuve : des textes administratifs et des auditions entrent, un corpus"
    " consultable en sort, où chaque fait garde ses mots exacts.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

# Module of this package -> its commands, in the order of the help. A module may instead hold an
# `app` of sub-commands, which bears its name.
COMMANDS: dict[str, tuple[str, ...]] = {
    "workspace": ("init", "ingest", "build", "status"),
    "texts": ("show", "extract", "verify"),
    "search": ("search",),
    "browse": ("browse",),
    "rules": (),
    "annotate": (),
    "evaluate": ("evaluate",),
    "export": ("export",),
    "publish": ("publish",),
}


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Afficher la version et s'arrêter.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Montrer la trace complète d'une erreur du programme."),
    ] = False,
) -> None:
    if version:
        from corpus.store.writing import program_version

        typer.echo(f"corpus {program_version()}")
        raise typer.Exit


def _register() -> None:
    for module, names in COMMANDS.items():
        full = f"corpus.cli.{module}"
        if find_spec(full) is None:
            continue
        loaded = import_module(full)
        group = getattr(loaded, "app", None)
        if group is not None:
            app.add_typer(group, name=module)
        for name in names if group is None else ():
            app.command(name)(getattr(loaded, name))


def command() -> object:
    """The whole command tree, its help in French."""
    from corpus.cli.french import speak_french

    tree = typer.main.get_command(app)
    speak_french(tree)
    return tree


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    raise SystemExit(run([one for one in given if one != "--debug"], debug=debug))


def run(arguments: list[str], *, debug: bool = False) -> int:
    """The exit status of a command; errors are printed, with their trace when `debug`."""
    from corpus.cli.display import errors

    try:
        status = command()(args=arguments, prog_name="corpus", standalone_mode=False)  # type: ignore[operator]
        return status if isinstance(status, int) else 0
    except CorpusError as error:
        if debug:
            raise
        _print_error(error.message, error.remedy)
        return 1 if isinstance(error, ReadingError) else 2
    except (KeyboardInterrupt, typer.Abort):
        errors().print("Interrompu. Rien n'a été perdu : la base précédente est intacte.")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        if hasattr(error, "format_message"):
            return _usage(error)
        if debug:
            raise
        _print_error(
            f"Défaut du programme : {type(error).__name__} : {error}",
            "Relancez avec « --debug » pour la trace complète, et signalez-la.",
        )
        return 1


def _usage(error: Exception) -> int:
    from corpus.cli.french import usage_message

    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())  # type: ignore[attr-defined]
        return 2
    path = getattr(getattr(error, "ctx", None), "command_path", "corpus")
    _print_error(usage_message(error), f"Aide : « {path} --help ».")
    return 2


def _print_error(message: str, remedy: str) -> None:
    from rich.markup import escape

    from corpus.cli.display import errors

    out = errors()
    out.print(f"[bold red]Erreur :[/] {escape(message)}", soft_wrap=True)
    if remedy:
        out.print(f"    → {escape(remedy)}", soft_wrap=True)


_register()
