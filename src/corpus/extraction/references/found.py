"""What the readers pass to one another before a citation is settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.extraction.references.lexicon import Code
from corpus.model import Span


@dataclass(slots=True)
class Articles:
    """A list of articles as read: normalised numbers in order, which pairs are ranges, and the
    alinéas and numbers that stand before or after them."""

    start: int
    end: int
    numbers: list[str]
    ranges: list[tuple[str, str]] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    plural: bool = False
    headed: bool = True


@dataclass(slots=True)
class Target:
    """The text a citation names, or the words that stand for it (`anaphor`: même, présent, cité,
    nu), from `start` to `end`."""

    start: int
    end: int
    kind: str
    rule: str
    number: str | None = None
    date: str | None = None
    code: Code | None = None
    code_name: str | None = None
    authority: str | None = None
    nor: str | None = None
    name: str | None = None
    anaphor: str | None = None
    problem: str | None = None
    points: list[str] = field(default_factory=list)
    month_day: str | None = None
    year: str | None = None
    undated: bool = False


@dataclass(slots=True)
class Draft:
    """A citation being settled."""

    start: int
    end: int
    rule: str
    kind: str
    target: Target | None = None
    articles: Articles | None = None
    points: list[str] = field(default_factory=list)
    number: str | None = None
    date: str | None = None
    code: Code | None = None
    code_name: str | None = None
    authority: str | None = None
    nor: str | None = None
    name: str | None = None
    relation: str | None = None
    antecedent: Span | None = None
    abstention: str | None = None
    certainty: float = 1.0
    need: str | None = None
    own: bool = False

    def numbers(self) -> list[str]:
        """The articles cited, none when the whole text is."""
        return self.articles.numbers if self.articles else []
