"""The Datasette plugin: routes, templates, security. Without a corpus database it does nothing.

Written with the hooks that Datasette 0.65 and the 1.0 alphas share, but for `permission_allowed`,
which the alphas ignore (there, `corpus browse` sets the same by configuration).
"""

# Datasette's hook marker has no types.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from pathlib import Path
from typing import Any

import datasette.utils.asgi as asgi
from datasette import Response, hookimpl
from datasette.views.base import DatasetteError
from jinja2 import ChoiceLoader, FileSystemLoader

from corpus.browse import addresses, labels, typography, warming
from corpus.browse.citation import heading
from corpus.browse.errors import PageError
from corpus.browse.layout import tools
from corpus.browse.pager import with_parameter
from corpus.browse.security import guard
from corpus.browse.site import LOG, site_of
from corpus.browse.views import documents, dossier, facts, home, passages, pictures, search, tables

# Not « templates »: from Python 3.12 on, Datasette takes a folder of that name beside a plugin for
# every database it serves, those that are no corpus included.
TEMPLATES = Path(__file__).parent / "html"


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Every page. They come before Datasette's own, which keep `/<database>/…` and `/-/…`."""
    if site_of(datasette) is None:
        return []
    entity = "|".join(labels.LABEL_OF_SLUG)
    place = r"(?P<public_id>[^/]+)/(?P<rank>\d{1,6})"
    routes = [
        (r"/-/corpus/[0-9a-f]{8}/(?P<name>[a-z_.-]+)", pictures.static),
        # Datasette's own accounts of itself tell where files lie on this machine.
        (r"/-/(metadata|databases|config|threads|settings)(\.json)?", home.closed),
        (r"/", home.home),
        (r"/a-verifier", home.attention),
        (r"/aide", home.help_page),
        (r"/recherche", search.search),
        (r"/documents", documents.listing),
        (r"/document/(?P<key>[^/]+)/page/(?P<number>\d{1,6})\.png", pictures.picture),
        (r"/document/(?P<key>[^/]+)/page/(?P<number>\d{1,6})", documents.page),
        (r"/document/(?P<key>[^/]+)", documents.reading),
        (r"/passage/(?P<key>[^/]+)/(?P<position>\d{1,9})-(?P<public_id>[^/]+)", passages.passage),
        (r"/passage/(?P<public_id>[^/]+)", passages.passage),
        (r"/passages", passages.together),
        (rf"/mention/{place}", facts.mention),
        (rf"/reference/{place}", facts.reference),
        (rf"/enonce/{place}", facts.statement),
        (rf"/(?P<slug>{entity})s", facts.entities),
        (rf"/(?P<slug>{entity})/(?P<name>[^/]+)", facts.entity),
        (r"/texte/(?P<key>[^/]+)", facts.cited_text),
        (r"/textes", tables.texts),
        (r"/regles", facts.rules),
        (r"/regle/(?P<id>.+)", facts.rule),
        (r"/enonces", tables.statements),
        (r"/tableaux", tables.index),
        (r"/tableaux/obligations", tables.obligations),
        (r"/tableaux/echeancier", tables.deadlines),
        (r"/tableaux/echeancier\.ics", tables.diary),
        (r"/tableaux/auditions", tables.hearings),
        (r"/tableaux/quantites", tables.quantities),
        (r"/tableaux/reprises", tables.reuses),
        (rf"/tableaux/(?P<name>{'|'.join(tables.CROSSINGS)})", tables.crossing),
        (r"/dossier", dossier.dossier),
        (r"/dossier\.(?P<suffix>[a-z]{2,5})", dossier.download),
    ]
    return [(f"{pattern}$", page) for pattern, page in routes]


@hookimpl
def startup(datasette: Any) -> None:
    """Make the heavy tables of a large corpus ready."""
    site = site_of(datasette)
    if site is not None:
        warming.start(site)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """This package's templates before Datasette's, and the filters they use."""
    if site_of(datasette) is None:
        return
    loaders = [FileSystemLoader(TEMPLATES)] + ([env.loader] if env.loader else [])
    env.loader = ChoiceLoader(loaders)
    env.globals |= {
        "a": addresses, "asset": pictures.stamp, "L": labels, "t": typography,
        "with_parameter": with_parameter, "heading": heading, "tools": tools,
    }  # fmt: skip
    env.filters |= {
        "nombre": typography.number, "jour": typography.day, "duree": typography.period,
        "une_ligne": typography.one_line, "abrege": typography.shorten,
    }  # fmt: skip


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """What the French base template needs on Datasette's own pages too."""
    site = site_of(datasette)
    return {} if site is None else {"site": site}


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Security headers on every answer, Datasette's own included."""
    settings = datasette.plugin_config("corpus_browse") or {}
    if site_of(datasette) is None:
        return lambda app: app
    return lambda app: guard(app, hosts=settings.get("hosts"))


@hookimpl
def permission_allowed(datasette: Any, action: str) -> bool | None:
    """No SQL but that written for a page, and no copy of the file, unless the configuration of
    `corpus_browse` says so."""
    if site_of(datasette) is None:
        return None
    settings = datasette.plugin_config("corpus_browse") or {}
    if action == "execute-sql" and not settings.get("sql"):
        return False
    if action == "view-database-download" and not settings.get("telechargement"):
        return False
    return None


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Errors in French. A wrapper, because Datasette's own handler prints a traceback on the
    console for every unknown address."""
    outcome = yield
    site = site_of(datasette)
    if site is None:
        return

    async def answer() -> Response:
        return await _french(datasette, site, request, exception)

    outcome.force_result([answer])


async def _french(datasette: Any, site: Any, request: Any, exception: Exception) -> Response:
    error = _as_page_error(request, exception)
    if error.status >= 500:
        LOG.error("%s", request.path, exc_info=exception)
    if request.path.partition("?")[0].endswith(".json"):
        body = {"ok": False, "error": error.message, "status": error.status, "title": error.title}
        return Response.json(body, status=error.status)
    return await site.error(request, error)


def _as_page_error(request: Any, exception: Exception) -> PageError:
    if isinstance(exception, PageError):
        return exception
    status = getattr(exception, "status", 500)
    if isinstance(exception, DatasetteError) and status == 500:
        status = 400  # its default, also for a column that does not exist
    if isinstance(exception, asgi.Forbidden) or status == 403:
        return PageError(
            403, "Ce corpus ne laisse pas faire cela : il se consulte par ses pages.",
            "Utilisez la recherche ou les tableaux.",
        )  # fmt: skip
    if isinstance(exception, asgi.NotFound) or status == 404:
        return PageError(
            404, f"Rien ne se trouve à l'adresse « {request.path[:200]} ».",
            "Vérifiez l'adresse, ou repartez de l'accueil ou de la recherche.",
        )  # fmt: skip
    if status == 400:
        return PageError(
            400, "Un paramètre de cette adresse n'est pas compris.",
            "Repartez de la page d'accueil, ou de la recherche en texte libre.",
        )  # fmt: skip
    return PageError(
        500, "La page n'a pas pu être préparée.",
        "Réessayez. Si cela se répète, relancez « corpus browse --debug » et joignez ce qui "
        "s'affiche à votre signalement.",
    )  # fmt: skip
