"""Structure measured: turns of the real interviews, sections of the founding texts, speed.

    python benchmarks/structure.py            # everything that ../shared allows
    python benchmarks/structure.py --json

Interviews: every printed label (`[Chercheur] (0:01 - 0:11)` and its slips) must give one turn with
the role the label names, its times, and the words down to the next label, no more (one differs, and
should: the title of a second part stands before the next label). Sections: the
labels a reader counts in the founding circular and the order with its charter. Orders: every line
that opens an article in 218 ministerial orders, and their dates. Speed: one core, CPU seconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from corpus.model import Document
from corpus.reading import read
from corpus.structure import analyse

SHARED = Path(__file__).resolve().parents[2] / "shared"
ROLES = {"chercheur": "interviewer", "checheur": "interviewer", "interviewe": "interviewee"}
LABEL = re.compile(r"^\[([^\]\n]+)\][ \u00a0]*(\([^)\n]*\))?[ \t]*$", re.MULTILINE)
TIME = re.compile(r"\d{1,2}\s?:\s?\d{1,2}")
ARTICLE = re.compile(r"^Article (?:\d+|\d+er|[IVX]+)(?:-\d+)*(?: bis| ter)?\s*$", re.MULTILINE)
CIRCULAR = [
    *("1", "11", "12", "13", "2", "21", "22", "3", "31", "32", "33", "34", "341", "342"),
    *("4", "41", "42", "43", "5"),
]


def interviews() -> dict[str, Any]:
    """Turns found over turns printed, and how many have the right role, times and words."""
    wanted = found = roles = times = words = 0
    for path in sorted((SHARED / "data" / "interviews").glob("*.docx")):
        document = read(path)
        text = document.text
        turns = {turn.label_start: turn for turn in analyse(document).turns}
        found += len(turns)
        labels = list(LABEL.finditer(text))
        ends = [label.start() for label in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends, strict=True):
            wanted += 1
            turn = turns.get(label.start())
            if turn is None:
                continue
            roles += turn.role == ROLES[label[1].strip().lower()]
            printed = ["".join(t.split()) for t in TIME.findall(label[2] or "")]
            times += [t for t in (turn.time, turn.time_to) if t] == printed
            words += text[turn.start : turn.end] == text[label.end() : end].strip()
    return {"printed": wanted, "found": found, "role": roles, "times": times, "words": words}


def sections() -> dict[str, Any]:
    """Labels found over labels wanted, in order."""
    circular = _analysed(SHARED / "seeds" / "lettre-circulaire-cnaf-2012-093.txt")
    order = _analysed(SHARED / "gold" / "arrete-charte-laep.txt")
    articles = [s.label for s in order.sections if s.kind == "article"]
    principles = [s.label for s in order.sections if s.kind == "principle"]
    return {
        "circular sections": [s.label for s in circular.sections] == CIRCULAR,
        "circular footnotes": len(circular.calls),
        "order articles": articles == ["1er", "2", "3", "4", "5", "6", "7"],
        "order principles": principles == list("1234567"),
    }


def orders() -> dict[str, Any]:
    """Articles and dates of the ministerial orders, and the speed on them."""
    path = SHARED / "data" / "arretes-ministeriels.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = [Document(name=row["id"], text=row["text"]) for row in rows]
    analyse(documents[0])
    start = time.process_time()
    structures = [analyse(document) for document in documents]
    seconds = time.process_time() - start
    characters = sum(len(document.text) for document in documents)
    printed = kept = dates = 0
    for row, structure in zip(rows, structures, strict=True):
        starts = {s.start for s in structure.sections if s.kind == "article"}
        heads = [match.start() for match in ARTICLE.finditer(row["text"])]
        printed += len(heads)
        kept += sum(head in starts for head in heads)
        dates += structure.metadata.date == row["date"]
    return {
        "orders": len(rows),
        "dates right": dates,
        "article lines": printed,
        "articles found": kept,
        "characters": characters,
        "seconds": round(seconds, 2),
        "microseconds a character": round(seconds / characters * 1e6, 3),
    }


def _analysed(path: Path) -> Any:
    return analyse(Document(name=path.name, text=path.read_text(encoding="utf-8")))


def main() -> int:
    """Print every measure; 0 unless the material is missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print("../shared is not beside the checkout: nothing to measure.", file=sys.stderr)
        return 0
    measures = {"interviews": interviews(), "sections": sections(), "orders": orders()}
    if arguments.json:
        print(json.dumps(measures, ensure_ascii=False, indent=1))
        return 0
    for name, values in measures.items():
        print(name)
        for key, value in values.items():
            print(f"  {key:26} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
