"""OpenDocument text (.odt, .ott): every word that LibreOffice Writer shows, in order.

odfdo loses repeated blanks and gives the text of tracked deletions, so the XML is walked here. The
raw text of such a file is the readers' own line of it: the words as stored, without the labels
that Writer computes (each is an `inserted` edit). Pages are those whose breaks Writer noted when
it last saved the file; they are marked approximate.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from corpus.errors import ReadingError
from corpus.model import Document, Furniture
from corpus.reading.archive import Archive
from corpus.reading.assembly import Assembly
from corpus.reading.meeting import with_cues
from corpus.reading.odt_body import OdtBody, plain_text, used_masters
from corpus.reading.odt_styles import OFFICE, STYLE, TABLE, OdtStyles
from corpus.reading.source import Source
from corpus.reading.xmlguard import parse_xml, shallow

READER = "odt/1"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_LETTERS = tuple(_MATH + name for name in ("mi", "mn", "mo", "mtext"))
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = "d'après les sauts de page notés par le traitement de texte à son dernier enregistrement"
_PROPERTIES = {
    f"{_DC}title": "title",
    f"{_DC}subject": "subject",
    f"{_DC}description": "description",
    f"{_META}keyword": "keywords",
    f"{_META}initial-creator": "author",
    f"{_DC}creator": "last_author",
    f"{_META}creation-date": "created",
    f"{_DC}date": "modified",
    f"{_META}generator": "application",
}
_ASIDES = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")


@shallow
def read_odt(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in an OpenDocument text.

    Raises `ReadingError` when the package is damaged, hostile, encrypted or has no text.
    """
    archive = Archive(source)
    refuse_encrypted(archive)
    content = parse_xml(archive.read("content.xml"), name=source.name, member="content.xml")
    _name_tables(content)
    styles_root = _part(archive, "styles.xml")
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise ReadingError(
            f"{source.name} : le fichier OpenDocument n'a pas de texte.",
            "Ouvrez-le dans LibreOffice et enregistrez-le en ODT.",
            code="odt-sans-texte",
        )
    assembly = Assembly(source, "odt", READER)
    assembly.properties.update(_properties(archive))

    def formula(href: str) -> str:
        """The letters of a formula, in order; the parts of a fraction stand one after the other."""
        root = _part(archive, f"{href.removeprefix('./')}/content.xml")
        if root is None or not str(root.tag).endswith("}math"):
            return ""
        return "".join(str(node.text or "").strip() for node in root.iter(*_LETTERS))

    body = OdtBody(assembly, OdtStyles(content, styles_root), formula)
    body.write(text)
    _read_headers(body, styles_root)
    _tell(assembly, body.tally, body.lists.unknown_forms)
    reason = _PAGES
    if (count := assembly.properties.get("page_count")) and count != str(assembly.page):
        reason = f"{_PAGES} ; il annonce {count} pages"
    return (with_cues(assembly.build(approximate=True, reason=reason)),)


def _name_tables(content: etree._Element) -> None:
    """LibreOffice writes the tables inside shapes under a name space of its own."""
    for element in content.iter(f"{_LOEXT}*"):
        local = etree.QName(element).localname
        if local.startswith(("table", "covered-table")):
            element.tag = TABLE + local


def refuse_encrypted(archive: Archive) -> None:
    """Raises `ReadingError` (`fichier-chiffre`) when the package needs a password."""
    manifest = archive.get("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest or "encrypted-package" in archive:
        raise ReadingError(
            f"{archive.source.name} : le fichier est protégé par un mot de passe.",
            "Ouvrez-le avec son mot de passe et enregistrez-en une copie sans protection.",
            code="fichier-chiffre",
        )


def _part(archive: Archive, name: str) -> etree._Element | None:
    data = archive.get(name)
    return None if not data else parse_xml(data, name=archive.source.name, member=name)


def _properties(archive: Archive) -> dict[str, str]:
    root = _part(archive, "meta.xml")
    found: dict[str, str] = {}
    for element in () if root is None else root.iter():
        key = _PROPERTIES.get(str(element.tag))
        if key and element.text and element.text.strip():
            found.setdefault(key, element.text.strip())
        elif element.tag == f"{_META}document-statistic":
            count = element.get(f"{_META}page-count")
            if count:
                found["page_count"] = count
    return found


def _read_headers(body: OdtBody, styles_root: etree._Element | None) -> None:
    """The headers and footers of the page styles in use, each once, as furniture."""
    if styles_root is None:
        return
    own = OdtStyles(styles_root)
    seen: set[tuple[str, str]] = set()
    for page in used_masters(body, styles_root):
        for name in _ASIDES:
            for aside in page.iterchildren(STYLE + name):
                if aside.get(f"{STYLE}display") == "false":
                    continue
                kind = name.split("-")[0]
                text = plain_text(aside, body.inline, own)
                if text and (kind, text) not in seen:
                    seen.add((kind, text))
                    body.assembly.furniture.append(Furniture(kind, 1, text))


def _tell(assembly: Assembly, tally: Counter[str], forms: set[str]) -> None:
    """Say what was left out of the text, so that nothing is lost in silence."""
    if tally["deleted"] or tally["insertions"]:
        assembly.problem(
            "suivi-des-modifications",
            f"le suivi des modifications n'est pas clos : {tally['insertions']} insertion(s) sont"
            f" lues, {tally['deleted']} mot(s) supprimés ne le sont pas.",
            "Acceptez ou refusez les modifications dans LibreOffice pour lever le doute.",
            "warning",
        )
    if tally["hidden"]:
        assembly.problem(
            "texte-masque",
            f"{tally['hidden']} mot(s) de texte masqué ne sont pas lus.",
            "Ôtez l'attribut « masqué » dans LibreOffice s'ils comptent.",
        )
    if tally["comment"]:
        assembly.problem(
            "commentaires", f"{tally['comment']} commentaire(s) en marge sont tenus à part."
        )
    if tally["picture"]:
        assembly.problem(
            "images",
            f"{tally['picture']} image(s) ou objet(s) : le texte qu'ils montreraient n'est pas lu.",
        )
    if forms:
        assembly.problem(
            "numerotation",
            "numérotation(s) rendue(s) en chiffres, faute de les connaître :"
            f" {', '.join(sorted(forms))}.",
        )
    if not assembly.words_since(0):
        assembly.problem(
            "sans-texte",
            "le document ne contient aucun texte (seulement des images ?).",
            "S'il s'agit d'un document numérisé, enregistrez-le en PDF et lisez-le avec « --ocr ».",
            "warning",
        )
