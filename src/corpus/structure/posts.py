"""Posts: labels that name a role (`Chercheur`, `Question`), and what a turn of each role does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.french.fold import fold_word
from corpus.model import Role
from corpus.structure.people import ALIKE
from corpus.structure.vocabulary import load

# Those whose question marks ask; a witness's « Si ? » or « Vous voyez ? » mostly does not.
ASKERS = frozenset({"interviewer", "chair", "rapporteur", "member"})


@dataclass(frozen=True, slots=True)
class Post:
    """A label that names a role (`Chercheur`, `Question`) and no person."""

    name: str
    role: Role
    kind: str | None


@lru_cache(maxsize=4096)
def post_of(name: str) -> Post | None:
    """The role a label names, its number left out and slips of the keyboard forgiven."""
    bare = re.sub(r"\s*(?:n\s?°\s?)?\d{1,3}$|\s[A-Z]$", "", name).strip(" .:")
    key = fold_word(bare)
    posts = _posts()
    if key in posts:
        return posts[key]
    if len(key) < 6 or " " in key:
        return None
    best = max(posts, key=lambda form: fuzz.ratio(form, key))
    return posts[best] if fuzz.ratio(best, key) >= ALIKE else None


@lru_cache(maxsize=1)
def _posts() -> dict[str, Post]:
    posts: dict[str, Post] = {}
    for entry in load("hearing")["etiquettes"]:
        for form in entry["formes"]:
            posts[fold_word(form).strip(" .")] = Post(
                entry["nom"], entry["role"], entry.get("sorte")
            )
    return posts


def kind_of(role: Role, words: str, asked: bool) -> str:
    """`question`, `answer` (to a question still open: `asked`) or `statement`."""
    if role in ASKERS:
        return "question" if "?" in words else "statement"
    if len(words) < 200 and words.endswith("?"):
        return "question"
    return "answer" if asked and role in ("interviewee", "witness") else "statement"


@lru_cache(maxsize=1)
def unnamed() -> frozenset[str]:
    """Labels of people whom the transcript does not name (« Un député »)."""
    return frozenset(fold_word(form) for form in load("hearing")["personnes_indefinies"])
