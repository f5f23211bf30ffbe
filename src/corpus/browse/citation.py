"""The full reference of a quotation, in the French manner.

Order and typography follow what French administrative reports do: nature, number and date of the
text, its title between guillemets, its author; then the place, from the page to the section (as
NF ISO 690 orders it: `p.` before the part of the document), the speaker first for a hearing; and
last the permanent address. The printed page comes first, because it is the one a reader of the
paper finds; the page of the file follows where it is another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup, escape

from corpus.browse.labels import GENRES, RECOGNISED, ROLES
from corpus.browse.typography import NBSP, capital, day, one_line, quoted
from corpus.french.fold import fold


class Situated(Protocol):
    """A row that says where a passage stands (see `corpus.store.pages.situated`)."""

    def __getitem__(self, name: str, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Citation:
    """The pieces of a reference, each already typeset; empty where nothing is known."""

    speaker: str
    source: str
    title: str
    author: str
    page: str
    section: str
    time: str
    warning: str

    @property
    def place(self) -> str:
        """Where in the text: page, section and time."""
        return ", ".join(piece for piece in (self.page, self.section, self.time) if piece)

    def plain(self, address: str = "") -> str:
        """The reference on one line, ended by a full stop."""
        title = quoted(self.title) if self.title else ""
        pieces = [self.speaker, self.source, title, self.author, self.place, self.warning, address]
        return ", ".join(piece for piece in pieces if piece) + "."

    def quote(self, words: str, address: str = "") -> str:
        """The words between guillemets with the reference in brackets, ready to paste."""
        return f"{quoted(one_line(words))} ({self.plain(address)[:-1]})."

    def html(self) -> Markup:
        """The reference with its title as `cite`, without the address (the page links it)."""
        title = ""
        if self.title:
            title = f"«{NBSP}<cite>{escape(self.title)}</cite>{NBSP}»"
        pieces = [escape(self.speaker), escape(self.source), title, escape(self.author)]
        pieces += [escape(self.place), escape(self.warning)]
        return Markup(", ".join(str(piece) for piece in pieces if piece) + ".")


def cite(row: Situated) -> Citation:
    """The reference of a passage."""
    source, title = _source(row)
    if row["part"]:
        source = f"{source}, {row['part']}"
    hearing = row["genre"] == "hearing"
    return Citation(
        speaker=_speaker(row),
        source=source,
        title=title,
        author="" if hearing else one_line(row["issuer"] or ""),
        page=page(row),
        section=section(row),
        time=_time(row["time"]) if row["time"] else "",
        warning="texte reconnu automatiquement" if row["page_status"] in RECOGNISED else "",
    )


def _source(row: Situated) -> tuple[str, str]:
    """Nature, number and date; and the title with what would be said twice left out."""
    title = one_line(row["title"] or "")
    kind = GENRES.get(row["document_kind"] or row["genre"], row["document_kind"] or "")
    if not title and not kind:
        return row["name"], ""
    folded = fold(title)
    date = row["date"]
    said = bool(kind) and folded.startswith(fold(kind))
    if said:
        number = row["number"]
        missing = number and fold(number) not in folded
        undated = date and fold(day(date)).replace(NBSP, " ") not in folded.replace(NBSP, " ")
        when = (f"du {day(date)}" if missing else day(date)) if undated else ""
        pieces = [f"n°{NBSP}{number}" if missing else "", when]
        extra = " ".join(piece for piece in pieces if piece)
        title = capital(title)
        return (f"{title} ({extra})" if extra else title), ""
    pieces = [capital(kind)]
    if row["number"]:
        pieces.append(f"n°{NBSP}{row['number']}")
    if date:
        pieces.append(f"du {day(date)}" if len(date) == 10 else f"de {day(date)}")
    return " ".join(pieces), capital(title)


def _speaker(row: Situated) -> str:
    """Who speaks, and in what capacity: a name alone proves little."""
    name = row["speaker"] or ""
    if not name:
        return ""
    capacity = [
        row["turn_organisation"] or row["speaker_organisation"] or "",
        row["turn_category"] or row["speaker_category"] or "",
    ]
    if not any(capacity):
        capacity = [ROLES.get(row["role"] or "", "")]
    inside = ", ".join(dict.fromkeys(piece for piece in capacity if piece))
    doubt = "attribution déduite" if row["attribution"] == "inferred" else ""
    inside = ", ".join(piece for piece in (inside, doubt) if piece)
    return f"{name} ({inside})" if inside else name


def page(row: Situated) -> str:
    """`p. 6`, `p. 6-7`, `p. 6 (page 8 du fichier)`; `environ` where the format only hints at it."""
    if row["page"] is None:
        return ""
    printed, physical = row["page_label"] or str(row["page"]), str(row["page"])
    if row["page_end"] is not None and row["page_end"] != row["page"]:
        last = row["page_end_label"] or str(row["page_end"])
        printed, physical = f"{printed}-{last}", f"{physical}-{row['page_end']}"
    words = f"p.{NBSP}{printed}"
    if row["approximate"]:
        words += " environ"
    if printed != physical:
        plural = "pages" if "-" in physical else "page"
        words += f" ({plural}{NBSP}{physical} du fichier)"
    return words


# What a numbered part is called, by its kind; a label that says it already is left as it is.
_KINDS = {"article": "article", "annex": "annexe", "principle": "principe n°"}


def section(row: Situated) -> str:
    """`article 3`, `§ 34 « Le pilotage »`: the innermost section."""
    label, title = one_line(row["section_label"] or ""), one_line(row["section_title"] or "")
    if fold(title) == fold(one_line(row["title"] or "")):
        title = ""
    head = _numbered(label.rstrip("."), row["section_kind"] or "")
    tail = quoted(title) if title and fold(title) != fold(label) else ""
    return " ".join(piece for piece in (head, tail) if piece)


def heading(row: Situated) -> str:
    """A section as a table of contents names it: `Article 3`, `34 Le pilotage`."""
    label, title = one_line(row["label"]).rstrip("."), one_line(row["title"])
    head = _numbered(label, row["kind"]) if row["kind"] in _KINDS else label
    tail = "" if fold(title) == fold(label) else title
    return capital(" ".join(piece for piece in (head, tail) if piece))


def _numbered(label: str, kind: str) -> str:
    word = _KINDS.get(kind)
    if not label:
        return ""
    if word:
        said = fold(label).startswith(fold(word.split()[0]))
        return label[:1].lower() + label[1:] if said else f"{word}{NBSP}{label}"
    if label[0].isdigit() or len(label) <= 4:
        return f"§{NBSP}{label}"
    return label


def _time(value: str) -> str:
    return f"à {value}"
