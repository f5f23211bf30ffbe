"""CSV as French spreadsheets open it: semicolons, a byte-order mark, every cell quoted."""

from __future__ import annotations

import csv
import io

from corpus.browse.evidence import EvidenceFile
from corpus.browse.exports.columns import HEADINGS, rows

# A cell that begins with one of these is taken for a formula (OWASP, CSV injection); an
# apostrophe before it makes it text again. The quotation itself begins with « and needs none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(evidence: EvidenceFile) -> bytes:
    """The quotations as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows(evidence):
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff".encode() + out.getvalue().encode()


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
