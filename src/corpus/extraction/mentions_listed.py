"""Competencies listed under a title that announces them: each item of `Domaine de compétences 1 :`
that begins with an infinitive names one, whole, whatever commas it holds.

Reference frameworks of diplomas are written so; elsewhere an infinitive in a list is a task.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.mentions_entity import skill
from corpus.french.fold import fold, fold_word
from corpus.model import Mention

RULE = "liste/competences"
_WORD = re.compile(r"comp[ée]tences?\b", re.IGNORECASE)
# A title is a line by itself; longer ones are sentences.
_LONGEST_TITLE = 160
_LONGEST_ITEM = 320
_ITEM = re.compile(r"\s{0,12}(?:[-–—•·▪*]|\d{1,2}(?:\.\d{1,2}){0,3}[.)°]?|[a-z][).])\s{1,8}(?=\w)")
_FIRST = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?")
_END = re.compile(r"[;.](?=\s|\Z)|\n(?=\s*(?:\n|[-–—•·▪*]\s|\d{1,2}[.)]))|\Z")


def listed(text: str, grammar: NameGrammar, mentions: list[Mention]) -> list[Mention]:
    """`mentions` with the competencies that `text` lists, which take the place of shorter ones."""
    if not grammar.skill_titles:
        return mentions
    begun = {one.start for one in mentions if one.label == "COMPETENCY"}
    spans = [span for span in _spans(text, grammar) if span[0] not in begun]
    if not spans:
        return mentions
    starts = [start for start, _ in spans]
    kept = [one for one in mentions if not _is_within(one, spans, starts)]
    return kept + [skill(text, start, end, RULE) for start, end in spans]


def _spans(text: str, grammar: NameGrammar) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    read = 0
    for match in _WORD.finditer(text):
        # a title inside a list that has been read is an item of it
        after = _title_end(text, match.start(), grammar) if match.start() >= read else None
        if after is not None:
            read = _read_items(text, after, grammar, found)
    return found


def _title_end(text: str, at: int, grammar: NameGrammar) -> int | None:
    """Where the line with the word at `at` ends, when that line is a title of competencies."""
    start = text.rfind("\n", max(0, at - _LONGEST_TITLE), at) + 1
    end = text.find("\n", at, at + _LONGEST_TITLE)
    if end < 0 or (not start and at > _LONGEST_TITLE):
        return None
    line = text[start:end].rstrip()
    if line.endswith((".", ";", ",")):
        return None
    folded = fold(line)
    return end if any(title in folded for title in grammar.skill_titles) else None


def _read_items(text: str, at: int, grammar: NameGrammar, found: list[tuple[int, int]]) -> int:
    """Put in `found` the items that follow one another from `at` and begin with an infinitive;
    where they end."""
    while True:
        at = _past(text, at, "\r\n")
        item = _ITEM.match(text, at)
        first = _FIRST.match(text, item.end()) if item else None
        if item is None or first is None or not grammar.is_infinitive(fold_word(first.group())):
            return at
        most = item.end() + _LONGEST_ITEM
        stop = _END.search(text, item.end(), most)
        words = text[item.end() : stop.start() if stop else most].rstrip(" \t\r\n,:")
        found.append((item.end(), item.end() + len(words)))
        at = _past(text, stop.end() if stop else most, " \t")


def _past(text: str, at: int, blanks: str) -> int:
    while at < len(text) and text[at] in blanks:
        at += 1
    return at


def _is_within(one: Mention, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, one.start) - 1
    return at >= 0 and one.label == "COMPETENCY" and one.end <= spans[at][1]
