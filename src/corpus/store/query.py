"""What a reader typed, understood: words, phrases, identifiers and operators. Pure, never fails.

    l'obligation d'informer          the two words, in the same passage
    "mise en œuvre"  « mise en œuvre »   these words, in this order
    L. 214-1-2   2012-093            identifiers are phrases
    relais ET formation   a OU b   a SAUF b   a PRES b   a PRES/5 b   (a OU b) c
    parental*                        every word that begins so

Whatever cannot be understood is left out and said in `notes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_LENGTH = 1_000
MAX_WORDS = 40
MAX_DEPTH = 20
NEAR_DISTANCE = 10


@dataclass(frozen=True, slots=True)
class Word:
    """One word to look for, in all its forms; `prefix` when it was typed with a star."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other. `quoted` ones are taken as typed; an identifier or a compound
    (`sous-traitant`) is not quoted, and its words may vary."""

    words: tuple[str, ...]
    quoted: bool = True
    identifier: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Things that stand at most `distance` words apart, in any order."""

    items: tuple[Node, ...]
    distance: int = NEAR_DISTANCE


@dataclass(frozen=True, slots=True)
class All:
    """Everything, in the same passage."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`wanted`, in passages that do not hold `excluded`."""

    wanted: Node
    excluded: Node


Node = Word | Phrase | Near | All | Any | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed and as understood; `node` is None when it holds no word."""

    text: str
    node: Node | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    value: Word | Phrase | None = None
    distance: int = NEAR_DISTANCE


_TOKEN = re.compile(
    r"""
    (?P<quoted> [«“„"] \s* (?P<inside> [^«»“”„"]* ) [»”"]? )
  | (?P<open> \( ) | (?P<close> \) )
  | (?P<operator> (?: ET | AND | OU | OR | SAUF | NOT | PRES | PRÈS | NEAR )
        (?: / (?P<distance> \d{1,3} ) )? (?! [\w'’*-] ) )
  | (?P<skip> \b n [°º] )                              # n° 2012-093: the number is enough
  | (?P<minus> (?<!\S) - (?=\w|[«“"(]) )
  | (?P<identifier>
        (?: \b [LRDA] \s? \* ? \s? \.? \s? (?=\d) )?      # L. 214-1, R*421-1, D.141-9
        \b (?: \w+ [/\u2010-\u2015.-] )* \w* \d \w* (?: [/\u2010-\u2015.-] \w+ )*
    )
  | (?P<word> [^\W\d_]+ (?: ['’ʼ\u2010-\u2015-] [^\W\d_]+ )* ['’ʼ]? (?P<star> \*? ) )
    """,
    re.VERBOSE,
)
_OPERATORS = {
    "ET": "and",
    "AND": "and",
    "OU": "or",
    "OR": "or",
    "SAUF": "not",
    "NOT": "not",
    "PRES": "near",
    "PRÈS": "near",
    "NEAR": "near",
}
_ELISION = re.compile(
    r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’ʼ](?=.)", re.IGNORECASE
)
_PIECES = re.compile(r"[^\W_]+")


def pieces(text: str) -> tuple[str, ...]:
    """The words of `text` as the full-text index cuts them, with their accents and capitals."""
    return tuple(_PIECES.findall(text))


def parse(text: str) -> Query:
    """Understand what was typed."""
    notes: list[str] = []
    cleaned = text.replace("\0", " ")
    if len(cleaned) > MAX_LENGTH:
        cleaned = cleaned[:MAX_LENGTH]
        notes.append(f"La recherche a été coupée à {MAX_LENGTH} caractères.")
    tokens = list(_tokens(cleaned))
    if sum(token.kind == "operand" for token in tokens) > MAX_WORDS:
        tokens = _first_words(tokens, MAX_WORDS)
        notes.append(f"Seuls les {MAX_WORDS} premiers mots ont été cherchés.")
    node = _Parser(tokens, notes).read()
    return Query(text, node, tuple(dict.fromkeys(notes)))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if match["quoted"] is not None:
            found += _quoted(match["inside"])
        elif match["operator"] is not None:
            name = match["operator"].split("/")[0]
            distance = int(match["distance"] or NEAR_DISTANCE)
            found.append(_Token(_OPERATORS[name], name, distance=max(1, distance)))
        elif match["open"] or match["close"]:
            found.append(_Token("open" if match["open"] else "close", match.group()))
        elif match["skip"] is not None:
            continue
        elif match["minus"] is not None:
            found.append(_Token("not", "-"))
        elif match["identifier"] is not None:
            found += _identifier(match["identifier"])
        elif kind:
            found += _word(match["word"])
    return found


def _first_words(tokens: list[_Token], limit: int) -> list[_Token]:
    kept: list[_Token] = []
    for token in tokens:
        limit -= token.kind == "operand"
        if limit < 0:
            break
        kept.append(token)
    return kept


def _quoted(inside: str) -> list[_Token]:
    words = pieces(inside)
    return [_Token("operand", inside, Phrase(words))] if words else []


def _identifier(text: str) -> list[_Token]:
    words = pieces(text)
    if len(words) == 1:
        return [_Token("operand", text, Word(words[0]))]
    return [_Token("operand", text, Phrase(words, quoted=False, identifier=True))]


def _word(text: str) -> list[_Token]:
    prefix = text.endswith("*")
    words = pieces(_ELISION.sub("", text.rstrip("*").rstrip("'’ʼ")))
    if not words:
        return []
    if len(words) == 1:
        return [_Token("operand", text, Word(words[0], prefix))]
    return [_Token("operand", text, Phrase(words, quoted=False))]


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens: OU, then SAUF, then ET (said or not), then PRES."""

    tokens: list[_Token]
    notes: list[str]
    position: int = 0
    depth: int = 0
    _kinds: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._kinds = [token.kind for token in self.tokens]

    def read(self) -> Node | None:
        parts: list[Node] = []
        while self.position < len(self.tokens):
            node = self._any()
            if node is not None:
                parts.append(node)
            if self._take("close"):
                self.notes.append("Une parenthèse fermée sans être ouverte a été ignorée.")
        return _join(All, parts)

    def _peek(self) -> str:
        return self._kinds[self.position] if self.position < len(self._kinds) else "end"

    def _take(self, kind: str) -> _Token | None:
        if self._peek() != kind:
            return None
        self.position += 1
        return self.tokens[self.position - 1]

    def _any(self) -> Node | None:
        parts = [self._without()]
        while self._take("or"):
            parts.append(self._without())
        present = [part for part in parts if part is not None]
        if len(present) < len(parts) and len(parts) > 1:
            self.notes.append("« OU » attend quelque chose de chaque côté.")
        return _join(Any, present)

    def _without(self) -> Node | None:
        wanted = self._all()
        excluded: list[Node] = []
        while self._take("not"):
            node = self._near()
            if node is None:
                self.notes.append("« SAUF » attend ce qu'il faut écarter.")
            else:
                excluded.append(node)
            rest = self._all()
            if rest is not None:
                wanted = rest if wanted is None else All((wanted, rest))
        banned = _join(Any, excluded)
        if wanted is None and banned is not None:
            self.notes.append("« SAUF » demande aussi ce que l'on cherche.")
        return Without(wanted, banned) if wanted is not None and banned is not None else wanted

    def _all(self) -> Node | None:
        parts: list[Node] = []
        while True:
            while self._take("and"):
                pass
            node = self._near()
            if node is None:
                return _join(All, parts)
            parts.append(node)

    def _near(self) -> Node | None:
        node = self._atom()
        items = [node] if node is not None else []
        distance = 0
        while (operator := self._take("near")) is not None:
            other = self._atom()
            distance = max(distance, operator.distance)
            if other is not None:
                items.append(other)
            if len(items) < 2:
                self.notes.append("« PRES » attend quelque chose de chaque côté.")
        if len(items) < 2:
            return items[0] if items else None
        if all(_is_simple(item) for item in items):
            return Near(tuple(items), distance)
        self.notes.append(
            "« PRES » ne porte que sur des mots, des expressions ou un choix (a OU b) :"
            " les deux côtés ont été cherchés dans le même passage."
        )
        return All(tuple(items))

    def _atom(self) -> Node | None:
        token = self._take("operand")
        if token is not None:
            return token.value
        if not self._take("open"):
            return None
        if self.depth >= MAX_DEPTH:
            self.notes.append("Trop de parenthèses : les plus profondes ont été ignorées.")
            return None
        self.depth += 1
        node = self._any()
        self.depth -= 1
        if not self._take("close"):
            self.notes.append("Une parenthèse restée ouverte a été fermée à la fin.")
        return node


def _is_simple(node: Node) -> bool:
    return isinstance(node, Word | Phrase) or (
        isinstance(node, Any) and all(isinstance(item, Word | Phrase) for item in node.items)
    )


def _join(kind: type[All] | type[Any], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))
