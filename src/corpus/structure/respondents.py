"""Questionnaires: each open answer under its question, and what the closed answers say of who
answered."""

from __future__ import annotations

from corpus.model import Document, Section, Turn
from corpus.structure.context import value_of


def is_questionnaire(document: Document) -> bool:
    """Did the format give questions and answers?"""
    return any(block.kind in ("question", "answer") for block in document.blocks)


def respondent_turns(document: Document) -> list[Turn]:
    """The respondent's answers as turns: the words are theirs, the questions are not.

    The category and organisation come from the closed answers (`properties`), under the column
    names of `data/hearing.yaml`; the speaker is the part of the file (a row is a person).
    """
    category = value_of(document.properties, "category")
    organisation = value_of(document.properties, "organisation")
    return [
        Turn(
            start,
            end,
            "",
            document.part,
            "interviewee",
            organisation,
            category,
            "answer",
        )
        for block in document.blocks
        if block.kind == "answer"
        for start, end in [_trimmed(document.text, block.start, block.end)]
        if start < end
    ]


def question_sections(document: Document) -> list[Section]:
    """One section a question, from its words to the end of its answer, titled by the question."""
    questions = [b for b in document.blocks if b.kind == "question"]
    sections: list[Section] = []
    for index, block in enumerate(questions):
        following = questions[index + 1].start if index + 1 < len(questions) else None
        limit = len(document.text) if following is None else following
        start, end = _trimmed(document.text, block.start, limit)
        title = " ".join(document.text[block.start : block.end].split())
        label = block.label or str(index + 1)
        sections.append(Section(label, title, 1, start, end, "question"))
    return sections


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
