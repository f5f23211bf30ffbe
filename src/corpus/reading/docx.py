"""Word files (.docx, .docm): every word that Word shows, in order, and none that it does not.

python-docx alone loses insertions, notes, text boxes, content controls and every computed label,
so the package's XML is walked here. The raw text of such a file is the readers' own line of it:
the words as stored, without the labels that Word computes (each is an `inserted` edit) and with
the soft hyphens and picture-font letters that are read otherwise. Pages are those whose breaks
Word noted when it last saved the file; they are marked approximate.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from corpus.model import Document, Furniture
from corpus.reading.archive import Archive
from corpus.reading.assembly import Assembly
from corpus.reading.docx_body import Body
from corpus.reading.docx_hanging import plain_text
from corpus.reading.docx_package import Package, R, W, is_on
from corpus.reading.meeting import with_cues
from corpus.reading.source import Source
from corpus.reading.xmlguard import shallow

READER = "docx/1"
_PAGES = "d'après les sauts de page notés par Word à son dernier enregistrement"
_PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "keywords": "keywords",
    "description": "description",
    "lastModifiedBy": "last_author",
    "created": "created",
    "modified": "modified",
    "Company": "company",
    "Pages": "page_count",
    "Application": "application",
}


@shallow
def read_docx(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a Word file.

    Raises `ReadingError` when the package is damaged, hostile or has no body.
    """
    package = Package(Archive(source))
    assembly = Assembly(source, "docx", READER)
    assembly.properties.update(_properties(package))
    body = Body(package, assembly)
    body.write()
    _read_headers(package, body)
    _tell(assembly, body.tally, body.numbering.unknown_forms)
    reason = _PAGES
    if (count := assembly.properties.get("page_count")) and count != str(assembly.page):
        reason = f"{_PAGES} ; Word annonce {count} pages"
    return (with_cues(assembly.build(approximate=True, reason=reason)),)


def _properties(package: Package) -> dict[str, str]:
    found = {}
    for kind in ("core-properties", "extended-properties"):
        root = package.tree(package.related(kind, ""))
        for element in () if root is None else root:
            key = _PROPERTIES.get(etree.QName(element).localname)
            if key and element.text and element.text.strip():
                found[key] = element.text.strip()
    return found


def _read_headers(package: Package, body: Body) -> None:
    """The headers and footers that sections show, each once, as furniture."""
    settings = package.tree(package.related("settings"))
    odd_even = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
    seen: set[tuple[str, str]] = set()
    for section in package.body().iter(f"{W}sectPr"):
        first = section.find(f"{W}titlePg")
        shown = {
            "default": True,
            "first": first is not None and is_on(first),
            "even": odd_even is not None and is_on(odd_even),
        }
        for kind in ("header", "footer"):
            for reference in section.iterfind(f"{W}{kind}Reference"):
                if not shown.get(reference.get(f"{W}type", "default"), True):
                    continue
                _, part = package.relations(package.main).get(reference.get(f"{R}id", ""), ("", ""))
                root = package.tree(part)
                text = "" if root is None else plain_text(root, body)
                if text and (kind, text) not in seen:
                    seen.add((kind, text))
                    body.assembly.furniture.append(Furniture(kind, 1, text))


def _tell(assembly: Assembly, tally: Counter[str], forms: set[str]) -> None:
    """Say what was left out of the text, so that nothing is lost in silence."""
    if tally["deleted"] or tally["inserted"]:
        assembly.problem(
            "suivi-des-modifications",
            f"le suivi des modifications n'est pas clos : {tally['inserted']} mot(s) insérés sont"
            f" lus, {tally['deleted']} mot(s) supprimés ne le sont pas.",
            "Acceptez ou refusez les modifications dans Word pour lever le doute.",
            "warning",
        )
    if tally["hidden"]:
        assembly.problem(
            "texte-masque",
            f"{tally['hidden']} mot(s) de texte masqué ne sont pas lus.",
            "Ôtez l'attribut « masqué » dans Word s'ils comptent.",
        )
    if tally["comment"]:
        assembly.problem(
            "commentaires", f"{tally['comment']} commentaire(s) en marge sont tenus à part."
        )
    if tally["lost-note"]:
        assembly.problem(
            "note-absente",
            f"{tally['lost-note']} appel(s) de note ne mènent à aucune note.",
            "Vérifiez les notes dans Word.",
            "warning",
        )
    if tally["chunk"]:
        assembly.problem(
            "contenu-importe",
            f"{tally['chunk']} document(s) insérés tels quels ne sont pas lus.",
            "Ouvrez le fichier dans Word et enregistrez-le : leur texte y sera fondu.",
            "warning",
        )
    if tally["object"] or tally["picture"]:
        assembly.problem(
            "images",
            f"{tally['object'] + tally['picture']} image(s) ou objet(s) : le texte qu'ils"
            " montreraient n'est pas lu.",
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
