"""The address of everything: one place that writes them, so that every state can be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from corpus.browse.labels import LABELS

Value = str | int | None | Iterable[str]


def url(path: str, values: Mapping[str, Value] | None = None, anchor: str = "") -> str:
    """A path with its parameters; empty ones are left out, lists are repeated."""
    pairs: list[tuple[str, str]] = []
    for name, value in (values or {}).items():
        if value is None or value == "":
            continue
        if isinstance(value, str | int):
            pairs.append((name, str(value)))
        else:
            pairs.extend((name, one) for one in value)
    query = "?" + urlencode(pairs) if pairs else ""
    return path + query + (f"#{anchor}" if anchor else "")


def _part(value: str) -> str:
    # Most are identifiers of letters and figures, thousands to a page.
    if value.isascii() and value.isalnum():
        return value
    return quote(value, safe=":'()*,~")


def passage(public_id: str | None) -> str:
    """A passage, for links from page to page."""
    return f"/passage/{_part(public_id or '')}"


def permanent(key: str, position: int, public_id: str) -> str:
    """The address of a passage to write in a report. Only its last part is needed to find the
    words; the others say where they stood, should they have changed since."""
    return f"/passage/{_part(key)}/{position}-{_part(public_id)}"


def document(key: str, **values: Value) -> str:
    """A document, or one state of it (`partie`, `page`, …)."""
    return url(f"/document/{_part(key)}", values)


def in_document(key: str, public_id: str) -> str:
    """A passage inside its document."""
    return url(f"/document/{_part(key)}", {"passage": public_id}, anchor=anchor(public_id))


def anchor(public_id: str) -> str:
    """The `id` of a passage in a page."""
    return f"p-{public_id}"


def page(key: str, number: int, public_id: str | None = None) -> str:
    """One page of a document, beside its picture, with a passage framed."""
    return url(f"/document/{_part(key)}/page/{number}", {"passage": public_id})


def picture(key: str, number: int) -> str:
    """The picture of one page."""
    return f"/document/{_part(key)}/page/{number}.png"


def entity(label: str, key: str) -> str:
    """A service, body, practitioner or competency. The key begins with its label; the address
    says it in French, and writes blanks as hyphens."""
    _, _, name = key.partition(":")
    return f"/{LABELS[label].slug}/{_part((name or key).replace(' ', '-'))}"


def mention(public_id: str, rank: int) -> str:
    """The card of one mention."""
    return f"/mention/{_part(public_id)}/{rank}"


def reference(public_id: str, rank: int) -> str:
    """The card of one citation of a text."""
    return f"/reference/{_part(public_id)}/{rank}"


def statement(public_id: str, rank: int) -> str:
    """One statement."""
    return f"/enonce/{_part(public_id)}/{rank}"


def cited_text(key: str) -> str:
    """A text held or only cited."""
    return f"/texte/{_part(key)}"


def rule(identifier: str) -> str:
    """A rule; its name holds slashes, which stay."""
    return f"/regle/{quote(identifier, safe='/:')}"


def statements(**values: Value) -> str:
    """A list of statements."""
    return url("/enonces", values)


def together(*keys: str, category: str | None = None) -> str:
    """The passages that name all these entities."""
    return url("/passages", {"entite": list(keys), "categorie": category})


def dossier(public_ids: Iterable[str]) -> str:
    """An evidence file, its passages in order."""
    return url("/dossier", {"p": list(public_ids)})
