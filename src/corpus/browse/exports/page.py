"""A single web page, with its style inside: it opens anywhere and prints well."""

from __future__ import annotations

from markupsafe import Markup, escape

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.exports.preface import preface, warning
from corpus.browse.typography import one_line, quoted

STYLE = """
body { font: 1.05rem/1.6 Georgia, "Liberation Serif", serif; color: #1b1b1b; max-width: 42rem;
  margin: 2rem auto; padding: 0 1rem }
h1, h2 { font-family: system-ui, sans-serif; line-height: 1.25 }
ol { padding: 0; list-style: none; counter-reset: citation }
li { margin: 0 0 2rem; break-inside: avoid }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid #2f5d8a }
blockquote::before { counter-increment: citation; content: counter(citation) "."; float: left;
  margin-left: -3rem; font-weight: bold }
.reference { margin: .5rem 0 0 1rem; font: .9rem/1.5 system-ui, sans-serif; color: #444 }
.alerte { margin: .5rem 0 0 1rem; font-weight: bold; color: #8c1d18 }
a { color: inherit; overflow-wrap: anywhere }
@media (max-width: 50rem) { blockquote::before { float: none; margin: 0; display: block } }
"""


def write(evidence: EvidenceFile) -> bytes:
    """The evidence file as HTML."""
    items = Markup("").join(_item(one) for one in evidence.quotations)
    opening = Markup("").join(Markup("<p>{}</p>").format(line) for line in preface(evidence))
    sources = Markup("").join(Markup("<li>{}</li>").format(one) for one in evidence.sources)
    page = Markup(
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{title}</title><style>{style}</style></head>\n<body><main><h1>{title}</h1>{opening}"
        "<ol>{items}</ol>{annex}</main></body></html>\n"
    ).format(
        title=evidence.title, style=Markup(STYLE), opening=opening, items=items,
        annex=Markup("<h2>Sources</h2><ul>{}</ul>").format(sources) if sources else "",
    )  # fmt: skip
    return str(page).encode()


def _item(one: Quotation) -> Markup:
    told = warning(one)
    return Markup(
        '\n<li><blockquote cite="{address}"><p>{words}</p></blockquote>'
        '<p class="reference">{reference} <a href="{address}">{address}</a></p>{alert}</li>'
    ).format(
        address=one.address, words=escape(quoted(one_line(one.text))),
        reference=one.citation.html(),
        alert=Markup('<p class="alerte">{}</p>').format(told) if told else "",
    )  # fmt: skip
