"""The demonstration's Word, LibreOffice and PDF files: every word of their source is read, in
order, and nothing that is not in it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.reading import read
from demonstration import SOURCES, parse

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(path.stem for path in SOURCES.glob("*.txt") if "-scan" not in path.name)
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text, lower case, without footnote calls."""
    return _WORD.findall(re.sub(r"\[\d\]|(?<=\w)\d(?=\W)|[¹²³]", "", text).lower())


def changes(wanted: list[str], got: list[str]) -> tuple[list[str], list[str]]:
    """Words of the source that were not read in their place, and words read beyond it."""
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    different = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    missing = [word for _, a, b, _, _ in different for word in wanted[a:b]]
    return missing, [word for _, _, _, c, d in different for word in got[c:d]]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_source_is_read_in_order(name: str) -> None:
    lines = parse(SOURCES / f"{name}.txt")
    document = read(ROOT / "corpus" / name)
    body = " ".join(line.text for line in lines if line.mark not in ("note", "entete", "piedpage"))
    notes = " ".join(line.text for line in lines if line.mark == "note")
    running = " ".join(line.text for line in lines if line.mark in ("entete", "piedpage"))
    missing, extra = changes(words(body), words(document.text))
    assert missing == []
    # A running line of a one-page file cannot be told from its text by repetition: it is kept.
    alone = words(running) if len(document.pages) == 1 else []
    assert sorted(extra) == sorted(words(notes) + alone)


def test_the_principles_of_the_charter_keep_the_numbers_that_word_shows() -> None:
    document = read(ROOT / "corpus" / "2022-arrete-charte-relais.docx")
    for number, verb in ((1, "Accueillent"), (6, "Garantissent"), (8, "Publient")):
        assert re.search(rf"{number}\.\s+{verb}", document.text)


def test_running_lines_and_page_numbers_are_kept_apart() -> None:
    document = read(ROOT / "corpus" / "2014-lettre-circulaire-cnaf.pdf")
    assert "Direction des politiques familiales et sociales\n" not in document.text
    assert any("Direction des politiques familiales" in one.text for one in document.furniture)


def test_a_footnote_call_leads_to_its_note() -> None:
    document = read(ROOT / "corpus" / "2014-lettre-circulaire-cnaf.pdf")
    notes = {call.label: call.note.of(document.text) for call in document.calls}
    assert set(notes) == {"1", "2", "3"}
    assert "Article 7 de la convention type" in notes["3"]


def test_a_scan_says_that_it_holds_no_text() -> None:
    document = read(ROOT / "corpus" / "2023-02-14-arrete-prefectoral-scan.pdf")
    assert [page.status for page in document.pages] == ["needs-ocr"]
    assert document.pages[0].reason
    assert any(problem.page == 1 and problem.remedy for problem in document.problems)
