"""What a page answers when it cannot: a French sentence, and what to do."""

from __future__ import annotations

from corpus.errors import CorpusError


class PageError(CorpusError):
    """A request that cannot be answered; `status` is its HTTP code."""

    def __init__(self, status: int, message: str, remedy: str = "", *, title: str = "") -> None:
        super().__init__(message, remedy, code=f"page-{status}")
        self.status = status
        self.title = title or TITLES.get(status, "Cette page ne peut pas être affichée")


TITLES = {
    400: "Cette demande n'a pas été comprise",
    403: "Cette page n'est pas accessible",
    404: "Cette page n'existe pas",
    410: "Ce passage a changé",
    500: "Une erreur s'est produite",
    503: "La base doit être reconstruite",
}


def not_found(what: str, remedy: str) -> PageError:
    """An address that leads to nothing in this corpus."""
    return PageError(404, what, remedy)
