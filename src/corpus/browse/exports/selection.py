"""The selection itself as JSON: what a script needs, and what `corpus export --selection` takes."""

from __future__ import annotations

import json
from dataclasses import asdict

from corpus.browse.evidence import EvidenceFile


def write(evidence: EvidenceFile) -> bytes:
    """Every field of every quotation, with its reference written out."""
    data = asdict(evidence)
    for row, one in zip(data["quotations"], evidence.quotations, strict=True):
        row["reference"] = one.reference
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
