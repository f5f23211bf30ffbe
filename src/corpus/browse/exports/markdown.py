"""Markdown: each quotation a block quote, its reference below."""

from __future__ import annotations

import re

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.exports.preface import preface, warning
from corpus.browse.typography import one_line, quoted

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
# Only at the start of a line do these make a list or a heading.
_LEADING = re.compile(r"^(\d+)([.)])|^([-+])")


def write(evidence: EvidenceFile) -> bytes:
    """The evidence file as Markdown."""
    out = [f"# {_escape(evidence.title)}", ""]
    out += [f"{_escape(line)}\n" for line in preface(evidence)]
    for one in evidence.quotations:
        out += [f"## {one.number}", "", f"> {_escape(quoted(one_line(one.text)))}", ""]
        out += [f"{_escape(one.citation.plain())} {_link(one)}", ""]
        if told := warning(one):
            out += [f"**{_escape(told)}**", ""]
    if evidence.sources:
        out += ["## Sources", ""]
        out += [f"- {_escape(source)}" for source in evidence.sources]
    return ("\n".join(out).rstrip() + "\n").encode()


def _link(one: Quotation) -> str:
    return f"<{one.address}>" if "://" in one.address else f"`{one.address}`"


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)
