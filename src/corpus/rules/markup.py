"""Marked-up sentences: `[Le préfet]{porteur} [doit]{declencheur} [publier]{action}.`

The same notation serves the examples inside rules, the tests and the guides. Brackets may nest;
a real bracket that no role follows stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSE = re.compile(r"\]\{([^{}\[\]]+)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the plain sentence and the role written after it."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Markup:
    """The plain sentence and its marked stretches, in order of their closing bracket."""

    text: str
    spans: tuple[Marked, ...]


def parse_markup(source: str) -> Markup:
    """Take the notation off: the plain text, and the offsets of every `[…]{role}` in it."""
    plain: list[str] = []
    opened: list[int] = []
    spans: list[Marked] = []
    position = 0
    while position < len(source):
        character = source[position]
        closing = _CLOSE.match(source, position) if character == "]" and opened else None
        if closing:
            spans.append(Marked(closing.group(1).strip(), opened.pop(), len(plain)))
            position = closing.end()
        elif character == "[" and _has_role(source, position):
            opened.append(len(plain))
            position += 1
        else:
            plain.append(character)
            position += 1
    return Markup("".join(plain), tuple(spans))


def _has_role(source: str, position: int) -> bool:
    """True when the bracket opened here is closed by `]{role}`."""
    depth = 0
    for index in range(position, len(source)):
        if source[index] == "[":
            depth += 1
        elif source[index] == "]":
            depth -= 1
            if depth == 0:
                return _CLOSE.match(source, index) is not None
    return False
