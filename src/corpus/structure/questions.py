"""Interviews without labels: questions set in bold or numbered, each followed by its answer."""

from __future__ import annotations

import re

from corpus.model import Document
from corpus.structure.kinds import named_kind
from corpus.structure.labels import Label
from corpus.structure.lines import split_lines
from corpus.structure.words import words_of

_NUMBERED = re.compile(
    r"(?:question\s*)?(?:n\s?°\s*)?(?P<number>\d{1,2})\s*(?:[.):/–—-]\s*)+(?=[^\W\d])",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\?\s*[»\"*_)]*\s*$")
_FEWEST = 2


def question_labels(document: Document) -> list[Label]:
    """Labels of questions and answers, when the head of the text says that it is an interview or
    a hearing and at least two questions are each followed by words that are no question.

    Elsewhere (a page of frequent questions) nothing is inferred. A question's label is its number;
    an answer's is empty, and its role inferred.
    """
    text = document.text
    lines = split_lines(text)
    head = [words_of(text, line.start, line.end) for line in lines[:12]]
    if not any(named_kind(words) in ("hearing", "questionnaire") for words in head):
        return []
    bold = {
        b.start for b in document.blocks if b.attributes.get("bold", "no") not in ("no", "0", "")
    }
    labels: list[Label] = []
    asking = False
    questions = answers = 0
    for line in lines:
        match = _NUMBERED.match(text, line.start, line.end)
        asked = _ASKED.search(text, line.start, line.end) is not None
        if asked and (line.start in bold or match is not None or (asking and line.start in bold)):
            questions += not asking
            if not asking or match is not None:
                labels.append(_question(line.start, match))
            asking = True
        elif asking:
            labels.append(Label(line.start, line.start, "role", "", "réponse"))
            asking = False
            answers += 1
    return labels if questions >= _FEWEST and answers >= _FEWEST else []


def _question(start: int, match: re.Match[str] | None) -> Label:
    if match is None:
        return Label(start, start, "role", "", "question")
    return Label(start, match.end(), "role", match.group().strip(), "question")
