"""Evidence files in the formats that reports are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from corpus.browse.evidence import EvidenceFile


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its suffix, media type, French name and the module that writes it."""

    suffix: str
    media_type: str
    title: str
    module: str

    def write(self, evidence: EvidenceFile) -> bytes:
        """The evidence file in this format. The module is loaded only now."""
        module = import_module(f"corpus.browse.exports.{self.module}")
        writer: Callable[[EvidenceFile], bytes] = module.write
        return writer(evidence)


_OPEN = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    one.suffix: one
    for one in (
        Format("docx", f"{_OPEN}.wordprocessingml.document", "Word", "word"),
        Format("odt", "application/vnd.oasis.opendocument.text", "LibreOffice", "opendocument"),
        Format("xlsx", f"{_OPEN}.spreadsheetml.sheet", "Excel", "spreadsheet"),
        Format("csv", "text/csv; charset=utf-8", "CSV", "table"),
        Format("md", "text/markdown; charset=utf-8", "Markdown", "markdown"),
        Format("html", "text/html; charset=utf-8", "page web", "page"),
        Format("json", "application/json", "JSON", "selection"),
    )
}
