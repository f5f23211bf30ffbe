"""The parameters of an address, checked: a wrong one gets a French page that says which."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import unquote

from corpus.browse.errors import PageError
from corpus.browse.typography import is_date, number

LONGEST = 1000
MOST_PASSAGES = 500


class _Arguments(Protocol):
    def get(self, name: str, default: str | None = None) -> str | None: ...

    def getlist(self, name: str) -> list[str]: ...


class Request(Protocol):
    """The little that the pages need of a request."""

    @property
    def args(self) -> _Arguments: ...

    @property
    def path(self) -> str: ...

    @property
    def query_string(self) -> str: ...

    @property
    def method(self) -> str: ...

    @property
    def headers(self) -> dict[str, str]: ...

    @property
    def url_vars(self) -> dict[str, str]: ...


def part(request: Request, name: str) -> str:
    """One part of the path, as it was before it was written in an address."""
    return unquote(request.url_vars[name])


def text(request: Request, name: str, *, longest: int = LONGEST) -> str | None:
    """A parameter as typed, without blanks around it; None when absent or empty."""
    value = (request.args.get(name) or "").replace("\x00", "").strip()
    if len(value) > longest:
        raise PageError(
            400,
            f"Le paramètre « {name} » compte {number(len(value))} caractères, la limite est de "
            f"{number(longest)}.",
            "Raccourcissez ce que vous cherchez : quelques mots suffisent.",
        )
    return value or None


def texts(request: Request, name: str, *, most: int = MOST_PASSAGES) -> list[str]:
    """A repeated parameter, each value once, in order."""
    values = [value.strip() for value in request.args.getlist(name) if value.strip()]
    if len(values) > most or any(len(value) > LONGEST for value in values):
        raise PageError(
            400,
            f"Le paramètre « {name} » est répété {number(len(values))} fois ou trop long ; la "
            f"limite est de {number(most)} valeurs.",
            "Faites plusieurs demandes plus petites.",
        )
    return list(dict.fromkeys(values))


def integer(request: Request, name: str, default: int, *, least: int = 1, most: int = 10**6) -> int:
    """A whole number between two bounds."""
    raw = text(request, name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit()) or not least <= int(raw[:9]) <= most:
        raise PageError(
            400,
            f"Le paramètre « {name} » vaut « {raw[:60]} » : un nombre de {number(least)} à "
            f"{number(most)} est attendu.",
            "Corrigez l'adresse, ou revenez à la page précédente.",
        )
    return int(raw)


def choice(
    request: Request, name: str, allowed: tuple[str, ...], default: str | None
) -> str | None:
    """One of a few words."""
    raw = text(request, name)
    if raw is None:
        return default
    if raw not in allowed:
        raise PageError(
            400,
            f"Le paramètre « {name} » vaut « {raw[:60]} ».",
            "Les valeurs possibles sont : " + ", ".join(f"« {one} »" for one in allowed) + ".",
        )
    return raw


def day(request: Request, name: str) -> str | None:
    """A day, as ISO writes it (a browser's date field) or as French does (`31/12/2024`)."""
    raw = text(request, name)
    if raw is None:
        return None
    pieces = raw.split("/")
    iso = "-".join([pieces[2], pieces[1].zfill(2), pieces[0].zfill(2)]) if len(pieces) == 3 else raw
    if not is_date(iso):
        raise PageError(
            400,
            f"« {raw[:60]} » n'est pas un jour du calendrier.",
            "Écrivez la date ainsi : 31/12/2024, ou 2024-12-31.",
        )
    return iso
