"""Mentions in a text's own words, without those in what is printed beside them: the labels that
announce who speaks, and the index words that Légifrance leaves in old codes (`[*personnel*]`)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.french.fold import fold
from corpus.model import Mention, Turn

_MARK = re.compile(r"\[\*[^\[\]\n]{1,120}\*\]")


def spoken(text: str, turns: Sequence[Turn], mentions: list[Mention]) -> list[Mention]:
    """`mentions` of `text` without those that stand in a label or in an index word."""
    kept = _unannounced(turns, mentions) if turns else mentions
    return _unmarked(text, kept) if "[*" in text else kept


def _unannounced(turns: Sequence[Turn], mentions: list[Mention]) -> list[Mention]:
    """Without the label that announces whoever speaks (`[Chercheur] (0:01)`), where it is no more
    than the speaker's name; what else a label says of him stays."""
    labelled = [turn for turn in turns if turn.label_start is not None]
    starts = [turn.label_start or 0 for turn in labelled]
    kept: list[Mention] = []
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        within = at >= 0 and mention.end <= (labelled[at].label_end or 0)
        if not within or fold(mention.text) != fold(labelled[at].speaker or ""):
            kept.append(mention)
    return kept


def _unmarked(text: str, mentions: list[Mention]) -> list[Mention]:
    marks = [match.span() for match in _MARK.finditer(text)]
    starts = [start for start, _ in marks]
    kept: list[Mention] = []
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or mention.end > marks[at][1]:
            kept.append(mention)
    return kept
