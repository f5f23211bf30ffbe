"""Word's footnotes, endnotes and comments: their text and the numbers they bear."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.counters import render
from corpus.reading.docx_package import Package, W, number, val

_DEFAULT_FORM = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(slots=True)
class _Count:
    form: str
    start: int
    restart: str
    value: int = 0


@dataclass(slots=True)
class Notes:
    """The notes of a package by kind and identifier, numbered in the order of their calls."""

    elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _counts: dict[str, _Count] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Notes:
        """The footnotes, endnotes and comments of `package`."""
        notes = cls()
        for kind in ("footnote", "endnote", "comment"):
            root = package.tree(package.related(f"{kind}s"))
            for element in () if root is None else root.iterfind(W + kind):
                notes.elements[kind, element.get(f"{W}id", "")] = element
        settings = package.tree(package.related("settings"))
        for kind, form in _DEFAULT_FORM.items():
            where = None if settings is None else settings.find(f"{W}{kind}Pr")
            notes._counts[kind] = _count(where, form)
        return notes

    def get(self, kind: str, key: str) -> etree._Element | None:
        """The element of a note, or None when the file lacks it."""
        return self.elements.get((kind, key))

    def next_label(self, kind: str) -> str:
        """Count one call and give the mark that Word prints."""
        count = self._counts[kind]
        count.value += 1
        value = count.start + count.value - 1
        return render(value, count.form) or str(value)

    def begin_section(self, section: etree._Element | None) -> None:
        """A section begins: its own numbering of notes, if it has one, holds from here."""
        for kind, count in self._counts.items():
            where = None if section is None else section.find(f"{W}{kind}Pr")
            if where is not None:
                own = _count(where, count.form)
                count.form, count.restart = own.form, own.restart
                if where.find(f"{W}numStart") is not None:
                    count.start, count.value = own.start, 0
            if count.restart == "eachSect":
                count.value = 0

    def begin_page(self) -> None:
        """A page begins, as far as the file tells."""
        for count in self._counts.values():
            if count.restart == "eachPage":
                count.value = 0


def _count(where: etree._Element | None, form: str) -> _Count:
    if where is None:
        return _Count(form, 1, "continuous")
    return _Count(
        val(where.find(f"{W}numFmt"), form),
        number(where.find(f"{W}numStart"), 1),
        val(where.find(f"{W}numRestart"), "continuous"),
    )
