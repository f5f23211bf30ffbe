"""The typed link between two texts, read from the words before a citation."""

from __future__ import annotations

import re

from corpus.extraction.references.lexicon import Lexicon, relation_key

_WINDOW = 64
_VISA = re.compile(r"^[^\S\n]*[-–•*#>«]*\s*vu\b", re.IGNORECASE | re.MULTILINE)
_END_OF_VISA = re.compile(
    r"[;.]\s*\n|\n\s*\n|\n[^\S\n]*[-–•*#>]*\s*(?:vu\b|consid[ée]rant|sur\s|apr[èe]s\s|arr[êe]te|d[ée]cr[èe]te)",
    re.IGNORECASE,
)

# `Vu :` alone on its line opens a list without a `Vu` of its own for each text.
_LISTED = re.compile(r"[\s:*}$]*\n")
_END_OF_VISAS = re.compile(
    r"\n[^\S\n]*[-–•*#>]*\s*(?:consid[ée]rant|sur\s+(?:le|la|proposition)|apr[èe]s\s|arr[êe]te|d[ée]cide)",
    re.IGNORECASE,
)


class RelationReader:
    """Knows the words of `relations.yaml`, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._table = lexicon.relations
        self._longest = lexicon.longest_relation
        self._opening = next(
            (one.relation for one in lexicon.relations.values() if one.opens_line), None
        )

    def before(self, text: str, position: int) -> str | None:
        """The link announced just before `position` (`modifié par`, `application`, …)."""
        low = max(0, position - _WINDOW)
        key = relation_key(text[low:position])
        for length in range(min(self._longest, len(key)), 0, -1):
            relation = self._table.get(key[-length:])
            if relation and not relation.opens_line:
                return relation.relation
        return None

    def visas(self, text: str) -> list[tuple[int, int]]:
        """The stretches that open with `Vu`, whose citations are the act's legal basis."""
        spans: list[tuple[int, int]] = []
        match = _VISA.search(text)
        while match is not None:
            listed = _LISTED.match(text, match.end())
            end = (_END_OF_VISAS if listed else _END_OF_VISA).search(text, match.end())
            stop = end.start() if end else len(text)
            spans.append((match.start(), stop))
            match = _VISA.search(text, stop)
        return spans

    @property
    def visa(self) -> str | None:
        """The name of the link that a visa makes."""
        return self._opening
