"""How far a name has grown to its right, and the prepositions that let it grow."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.extraction.heads_phrases import DE, A
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

OTHERS = {
    "pour": "pour",
    "contre": "contre",
    "en": "en",
    "sur": "sur",
    "dans": "dans",
    "aupres": "auprès",
    "entre": "entre",
}
LONGEST_NAME = 60


@dataclass(slots=True)
class Growth:
    """How far a name has grown: `index` is the token after it, `kinds` what it took on the way.

    `inner` is the lexicon entry that its first complement is, when that complement ends at
    `inner_end`; `noun` the stem of the last noun, which decides on a complement in « à »; `sole`
    the place of the first complement's noun when it stands alone; `bare` tells that the last
    complement has no article.
    """

    index: int
    noun: str
    kinds: set[str] = field(default_factory=set)
    prepositions: set[str] = field(default_factory=set)
    first: str = ""
    inner: Name | None = None
    inner_end: int = 0
    complement_start: int = 0
    sole: int = -1
    bare: bool = False

    def reach(self, end: int | None, kind: str) -> bool:
        """Grow to token `end` by a complement of that kind; False, and nothing, without an end."""
        if end is None:
            return False
        self.index = end
        self.kinds.add(kind)
        return True


def preposition_at(view: View, index: int) -> str | None:
    """The preposition at `index` as names of the rule files are written, if one stands there."""
    word = view.words[index]
    if word in DE:
        return "de" if word != "des" or view.raw(index)[1] not in "èÈ" else None  # `dès`
    if word in A:
        return None if view.raw(index) == "a" else "à"
    return OTHERS.get(word)
