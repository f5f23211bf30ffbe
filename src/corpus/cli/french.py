"""The command line in French: headings of the help, and what is wrong with a command typed."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from typer import rich_utils

_HEADINGS = {
    "DEFAULT_STRING": "[par défaut : {}]",
    "ENVVAR_STRING": "[variable : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "ERRORS_PANEL_TITLE": "Erreur",
    "ABORTED_TEXT": "Interrompu.",
    "RICH_HELP": "Aide : [blue]'{command_path} {help_option}'[/]",
}

# What the parser says, and how it is said here; in order, the first that fits.
_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), french)
    for pattern, french in (
        (
            r"No such option:? (\S+?)\.? \(Possible options: (.*)\)",
            r"Option inconnue : \1 (peut-être \2).",
        ),
        (
            r"No such option:? (\S+?)\.? Did you mean (.*)\?",
            r"Option inconnue : \1. Vouliez-vous dire \2 ?",
        ),
        (r"No such option:? (\S+?)\.?$", r"Option inconnue : \1."),
        (
            r"No such command '?([^'.]*)'?\.? ?Did you mean (.*)\?",
            r"Commande inconnue : \1. Vouliez-vous dire \2 ?",
        ),
        (r"No such command '?([^'.]*)'?\.?", r"Commande inconnue : \1."),
        (r"Missing command\.?", "Il manque une commande."),
        (r"Missing argument '?([^'.]*)'?\.?.*", r"Il manque un argument : \1."),
        (r"Missing option '?([^'.]*)'?\.?.*", r"Il manque une option : \1."),
        (r"Missing (?:parameter|argument).*", "Il manque un argument."),
        (r"Got unexpected extra arguments? \((.*)\)", r"Argument en trop : \1."),
        (r"Option '?(\S+?)'? requires an argument\.?", r"L'option \1 attend une valeur."),
        (r"Option '?(\S+?)'? does not take a value\.?", r"L'option \1 ne prend pas de valeur."),
        (r"Invalid value for '?([^:]*?)'?: '?(.*?)'? is not a valid (?:integer|int).*",
         r"\1 : « \2 » n'est pas un nombre entier."),
        (r"Invalid value for '?([^:]*?)'?: '?(.*?)'? is not one of (.*)\.",
         r"\1 : « \2 » n'est pas permis. Valeurs permises : \3."),
        (r"Invalid value for '?([^:]*?)'?: (\S+) is not in the range (.*)\.",
         r"\1 : \2 est hors des limites (\3)."),
        (r"Invalid value for '?([^:]*?)'?: (?:File|Path|Directory) '(.*)' does not exist\.?",
         r"\1 : « \2 » n'existe pas."),
        (
            r"Invalid value for '?([^:]*?)'?: Input should be a valid integer.*",
            r"\1 : un nombre entier est attendu.",
        ),
        (
            r"Invalid value for '?([^:]*?)'?: Input should be greater than or equal to (\S+)",
            r"\1 : le plus petit nombre permis est \2.",
        ),
        (
            r"Invalid value for '?([^:]*?)'?: Input should be less than or equal to (\S+)",
            r"\1 : le plus grand nombre permis est \2.",
        ),
        (r"Invalid value(?: for '?([^:]*?)'?)?: (.*)", r"Valeur refusée (\1) : \2"),
    )
)  # fmt: skip


def speak_french(command: Any) -> None:
    """Give the help of `command`, and of every command below it, in French."""
    for name, text in _HEADINGS.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, text)
    original = command.get_help_option
    command.get_help_option = partial(_help_option, original)
    for parameter in command.params:
        _translate_type(parameter)
    for child in getattr(command, "commands", {}).values():
        speak_french(child)


def _help_option(original: Any, context: Any) -> Any:
    option = original(context)
    if option is not None:
        option.help = "Afficher cette aide."
        _translate_type(option)
    return option


def _translate_type(parameter: Any) -> None:
    """Name a value's kind in French; a switch takes none."""
    original = getattr(parameter, "display_type_rich", None)
    if original is None or isinstance(original, partial):
        return
    parameter.display_type_rich = partial(_french_type, original)


def _french_type(original: Any, ctx: Any) -> str | None:
    name = original(ctx=ctx)
    if name is None or "bool" in name:
        return None
    for english, french in _TYPES.items():
        name = name.replace(english, french)
    return str(name)


_TYPES = {"text": "texte", "str": "texte", "integer": "nombre", "int": "nombre", "float": "nombre",
          "path": "chemin", "file": "fichier", "directory": "dossier", " range": ""}  # fmt: skip


def usage_message(error: Any) -> str:
    """What is wrong with the command that was typed, in French."""
    message = str(error.format_message()).strip()
    for pattern, french in _MESSAGES:
        if pattern.match(message):
            return pattern.sub(french, message, count=1)
    return message
