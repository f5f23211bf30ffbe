"""Metadata in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Metadata, Problem, Span


@dataclass(slots=True)
class Identity:
    """The metadata in the making, the genre they point to, and what stayed open.
    `head_end` is where the letterhead, the title and the salutation end."""

    genre: str = "other"
    values: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    head_end: int = 0

    def put(self, name: str, value: str | None, span: Span | None) -> None:
        """Keep the first value found for a field."""
        if value and name not in self.values:
            self.values[name] = value
            if span is not None:
                self.evidence[name] = span

    def metadata(self) -> Metadata:
        """The frozen form."""
        return Metadata(**self.values, evidence=dict(self.evidence))  # type: ignore[arg-type]
