"""One Datasette instance as the pages see it: its corpus, its workspace, how a page is made."""

from __future__ import annotations

import logging
import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils import sqlite_timelimit

from corpus.browse.database import Header, read_header
from corpus.browse.errors import PageError
from corpus.browse.parameters import Request

T = TypeVar("T")
LOG = logging.getLogger("corpus.browse")

# Long enough for the slowest honest page on millions of passages, short enough that a request
# made to be slow does not hold one of Datasette's three threads for ever.
TIME_LIMIT_MS = 4000
MOST_REMEMBERED = 64


@dataclass(eq=False)
class Site:
    """The corpus database of a Datasette instance. `workspace` is None where the database stands
    outside one: then no file is read and no page is pictured."""

    datasette: Any
    database: str
    path: Path
    header: Header
    workspace: Path | None
    title: str
    description: str = ""
    remembered: OrderedDict[tuple[Any, ...], Any] = field(default_factory=OrderedDict)

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query of `corpus.store` on a read-only connection, within the time limit."""

        def limited(connection: sqlite3.Connection) -> T:
            with sqlite_timelimit(connection, TIME_LIMIT_MS):
                return query(connection)

        try:
            result: T = await self.datasette.get_database(self.database).execute_fn(limited)
        except sqlite3.OperationalError as error:
            raise _explained(error) from error
        return result

    async def remember(self, key: tuple[Any, ...], query: Callable[[sqlite3.Connection], T]) -> T:
        """As `read`, kept for the next request as long as the file is the same: a served corpus
        does not change under the reader."""
        full = self._full(key)
        if full not in self.remembered:
            self.keep(key, await self.read(query))
        self.remembered.move_to_end(full)
        result: T = self.remembered[full]
        return result

    def keep(self, key: tuple[Any, ...], value: Any) -> None:
        """Put a result where `remember` finds it."""
        self.remembered[self._full(key)] = value
        if len(self.remembered) > MOST_REMEMBERED:
            self.remembered.popitem(last=False)

    def _full(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*key, self.path.stat().st_mtime_ns)

    def base(self, request: Request) -> str:
        """What addresses begin with when they leave the site: scheme and host."""
        host = request.headers.get("host") or "127.0.0.1"
        return f"{(self.datasette.setting('force_https_urls') and 'https') or 'http'}://{host}"

    async def page(
        self, request: Request, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> Response:
        """A template of this package as a response."""
        html = await self.datasette.render_template(
            f"corpus/{template}", {**context, "site": self}, request=request
        )
        return Response.html(html, status=status)

    async def error(self, request: Request, error: PageError) -> Response:
        """The French page for something that cannot be answered."""
        context = {"title": error.title, "message": error.message, "remedy": error.remedy}
        return await self.page(request, "erreur.html", context, status=error.status)


def _explained(error: sqlite3.OperationalError) -> PageError:
    words = str(error)
    if "interrupted" in words:
        return PageError(
            400,
            "Cette demande prend trop de temps.",
            "Ajoutez un mot plus rare, ou un filtre (nature du texte, date, organisme).",
        )
    if "no such table" in words or "no such column" in words:
        return PageError(
            503,
            "La base ne contient pas ce que cette page attend : elle a sans doute été faite par "
            "une autre version du programme.",
            "Lancez « corpus build » dans l'espace de travail, puis rouvrez « corpus browse ».",
        )
    raise error


# ---------------------------------------------------------------- finding the corpus

_SITES: WeakKeyDictionary[Any, Site | None] = WeakKeyDictionary()


def site_of(datasette: Any) -> Site | None:
    """The corpus that a Datasette instance serves; None where there is none to serve."""
    if datasette not in _SITES:
        _SITES[datasette] = _find(datasette)
    return _SITES[datasette]


def _find(datasette: Any) -> Site | None:
    settings = datasette.plugin_config("corpus_browse") or {}
    for name, database in datasette.databases.items():
        if not database.path:
            continue
        path = Path(database.path).resolve()
        header = read_header(path)
        if header is None:
            continue
        given = settings.get("workspace")
        workspace = Path(given) if given else path.parent.parent
        found = workspace.resolve() if (workspace / "corpus").is_dir() else None
        title = settings.get("titre") or "Corpus de preuves"
        about = settings.get("description") or ""
        return Site(datasette, name, path, header, found, title, about)
    return None


# ---------------------------------------------------------------- views

Handler = Callable[[Site, Request], Awaitable[Response]]


def view(handler: Handler) -> Callable[[Any, Any], Awaitable[Response]]:
    """Make a page of a function: the corpus found, the version checked, what
    fails told in French. The result is what Datasette's `register_routes` takes."""

    async def run(datasette: Any, request: Any) -> Response:
        site = site_of(datasette)
        assert site is not None, "routes are registered only where there is a corpus"
        try:
            site.header.check()
            return await handler(site, request)
        except PageError as error:
            return await site.error(request, error)

    # Not functools.wraps: Datasette reads the signature to know which arguments to give.
    run.__name__ = handler.__name__
    return run
