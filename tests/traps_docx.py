"""Word traps: what python-docx, docx2python or mammoth lose, and the text that Word shows."""

from __future__ import annotations

from make_docx import (
    abstract,
    box,
    call,
    docx,
    field,
    item,
    level,
    linked,
    note,
    num,
    p,
    r,
    restart,
    sdt,
    styled,
    table,
    tc,
    tr,
)
from make_files import Trap

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="Titre1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    '<w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ArticleLie"><w:name w:val="Article lié"/>'
    '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Gras"><w:name w:val="Gras"/><w:rPr><w:b/></w:rPr>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="Fort"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr>'
    "</w:style>"
)


def _revisions() -> Trap:
    deleted = '<w:r><w:delText xml:space="preserve"> ne</w:delText></w:r>'
    body = (
        p(
            r("Le préfet")
            + f'<w:del w:id="1" w:author="A">{deleted}</w:del>'
            + r(" doit")
            + f'<w:ins w:id="2" w:author="A">{r(" toujours")}</w:ins>'
            + r(" réunir le comité.")
        )
        + p(f'<w:moveFrom w:id="3" w:author="A">{r("Phrase déplacée.")}</w:moveFrom>')
        + p(r("Deux para"), '<w:rPr><w:del w:id="4" w:author="A"/></w:rPr>')
        + p("graphes fondus en un.")
        + p(f'<w:moveTo w:id="5" w:author="A">{r("Phrase déplacée.")}</w:moveTo>')
        + table(
            tr("Caf", "pilote"),
            tr("Ddcs", "abandonné", properties='<w:del w:id="6" w:author="A"/>'),
            tr("Msa", "partenaire", properties='<w:ins w:id="7" w:author="A"/>'),
        )
    )
    text = (
        "Le préfet doit toujours réunir le comité.\n\nDeux paragraphes fondus en un.\n\n"
        "Phrase déplacée.\n\nCaf\tpilote\nMsa\tpartenaire"
    )
    return Trap("revisions.docx", docx(body), text)


def _notes() -> Trap:
    body = (
        p(r("Le comité national") + call("footnote", 2) + r(" se réunit deux fois l'an."))
        + table(tr("Caf", tc(p(r("Financeur") + call("footnote", 3)))), tr("Msa", "Partenaire"))
        + p(r("La charte") + call("endnote", 2) + r(" s'applique."))
        + p(
            r("Le barème")
            + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
            + r(" est annuel.")
        )
        + p("Fin du texte.")
    )
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote>'
        + note("footnote", 2, " Créé par décret en 2010.")
        + note("footnote", 3, " Depuis 2012.")
        + f'<w:footnote w:id="4">{p("* Voir l’annexe.")}</w:footnote>'
    )
    text = (
        "Le comité national se réunit deux fois l'an.\n\n1 Créé par décret en 2010.\n\n"
        "Caf\tFinanceur\nMsa\tPartenaire\n\n2 Depuis 2012.\n\nLa charte s'applique.\n\n"
        "Le barème* est annuel.\n\n* Voir l’annexe.\n\nFin du texte.\n\ni Signée en 2006."
    )
    data = docx(body, footnotes=footnotes, endnotes=note("endnote", 2, " Signée en 2006."))
    return Trap("notes.docx", data, text)


def _boxes() -> Trap:
    group = (
        f"<w:r><w:pict><v:group><v:shape><v:textbox><w:txbxContent>{p('Encadré ancien un.')}"
        "</w:txbxContent></v:textbox></v:shape><v:shape><v:textbox>"
        f"<w:txbxContent>{p('Encadré ancien deux.')}</w:txbxContent></v:textbox></v:shape>"
        "</v:group></w:pict></w:r>"
    )
    body = (
        p(r("Avant.") + box(p("Encadré unique.") + p("Sa seconde ligne.")))
        + p(r("Entre.") + group)
        + p(box(table(tr("À remplir", "avant le 31 mai"))))
        + p("Après.")
    )
    text = (
        "Avant.\n\nEncadré unique.\n\nSa seconde ligne.\n\nEntre.\n\nEncadré ancien un.\n\n"
        "Encadré ancien deux.\n\nÀ remplir\tavant le 31 mai\n\nAprès."
    )
    return Trap("encadres.docx", docx(body), text)


def _controls() -> Trap:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    nested = (
        mark.format("begin")
        + "<w:r><w:instrText> IF </w:instrText></w:r>"
        + field(" MERGEFIELD genre ", r("Mme"))
        + '<w:r><w:instrText> = "Mme" "Madame" "Monsieur" </w:instrText></w:r>'
        + mark.format("separate")
        + r("Madame")
        + mark.format("end")
    )
    body = (
        sdt(p("Paragraphe en contrôle.") + sdt(p("Contrôle dans un contrôle.")))
        + p(r("Le ") + sdt(r("préfet")) + r(" de la ") + f"<w:smartTag>{r('Drôme')}</w:smartTag>")
        + p(f'<w:hyperlink w:anchor="x">{r("Voir le site")}</w:hyperlink>{r(" officiel.")}')
        + p(nested + r(" la Préfète,"))
        + p(r("Page ") + f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>')
        + p(
            mark.format("begin")
            + "<w:r><w:instrText>TOC</w:instrText></w:r>"
            + mark.format("separate")
            + r("Premier titre")
        )
        + p(r("Second titre") + mark.format("end"))
        + p(r("Un champ sans fin : ") + mark.format("begin") + r("rien n'est perdu."))
        + table(tr("a", sdt(tc("b"))), sdt(tr("c", "d")))
        + p(
            f'<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>{r(" oui ")}'
            f'<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>{r(" non")}'
        )
    )
    text = (
        "Paragraphe en contrôle.\n\nContrôle dans un contrôle.\n\nLe préfet de la Drôme\n\n"
        "Voir le site officiel.\n\nMadame la Préfète,\n\nPage 3\n\nPremier titre\n\n"
        "Second titre\n\n"
        "Un champ sans fin : rien n'est perdu.\n\na\tb\nc\td\n\n☑ oui ◻ non"
    )
    return Trap("controles.docx", docx(body), text)


_LISTS = (
    abstract(
        1,
        level(
            0, "TITRE %1 – ", "upperRoman", '<w:pStyle w:val="Titre1"/><w:suff w:val="nothing"/>'
        ),
        level(
            1, "%1.%2.", "decimal", '<w:pStyle w:val="Titre2"/><w:isLgl/><w:suff w:val="space"/>'
        ),
    )
    + abstract(2, level(0, "Article %1.", "decimal", linked("ArticleLie")))
    + abstract(
        3,
        level(0, "%1°"),
        level(1, "%2)", "lowerLetter"),
        level(2, "%1.%2.%3", "lowerRoman"),
        level(3, "(%4)", "decimal", '<w:lvlRestart w:val="0"/>'),
    )
    + abstract(4, level(0, "\uf0b7", "bullet"), level(1, "–", "bullet"), level(2, "", "none"))
    + abstract(5, level(0, "%1", "decimalZero", start=3))
    + num(1, 1)
    + num(2, 2)
    + num(3, 3)
    + num(4, 4)
    + num(5, 5)
    + num(6, 3, restart(0, 1))
    + num(7, 3)
)


def _numbering() -> Trap:
    body = (
        styled("Dispositions générales", "Titre1")
        + styled("Objet", "Titre2")
        + styled("Le comité est créé.", "ArticleLie")
        + styled("Il se réunit.", "ArticleLie")
        + styled("Non numéroté", "ArticleLie", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("Missions", "Titre2")
        + styled("Financement", "Titre1")
        + styled("Barème", "Titre2")
        + styled("Il rend compte.", "ArticleLie")
        + item("premier", 3)
        + item("sous-point", 3, 1)
        + item("sous-point encore", 3, 1)
        + item("détail", 3, 2)
        + item("note", 3, 3)
        + item("deuxième", 3)
        + item("repart", 3, 1)
        + item("ne repart pas", 3, 3)
        + p("Une autre liste :")
        + item("recommencé", 6)
        + item("suite de la même définition", 7)
        + item("puce", 4)
        + item("tiret", 4, 1)
        + item("sans signe", 4, 2)
        + item("commence à trois", 5)
        + item("puis quatre", 5)
    )
    text = (
        "TITRE I – Dispositions générales\n\n1.1. Objet\n\nArticle 1. Le comité est créé.\n"
        "Article 2. Il se réunit.\n\nNon numéroté\n\n1.2. Missions\n\n"
        "TITRE II – Financement\n\n2.1. Barème\n\nArticle 3. Il rend compte.\n"
        "1° premier\na) sous-point\nb) sous-point encore\n1.b.i détail\n(1) note\n2° deuxième\n"
        "a) repart\n(2) ne repart pas\n\nUne autre liste :\n\n1° recommencé\n"
        "2° suite de la même définition\n• puce\n– tiret\n\nsans signe\n\n"
        "03 commence à trois\n04 puis quatre"
    )
    return Trap("numerotation.docx", docx(body, styles=STYLES, numbering=_LISTS), text)


def _tables() -> Trap:
    inner = table(tr("i", "ii"), tr("iii", "iv"))
    body = (
        p("Un cadre :")
        + table(tr(tc(p("Premier alinéa.") + p("Second alinéa."))))
        + table(
            tr("Service", "Financeur", properties="<w:tblHeader/>"),
            tr(tc("Reaap", '<w:vMerge w:val="restart"/>'), "Caf"),
            tr(tc("", "<w:vMerge/>"), tc(p("Msa") + p("et Ddcs"))),
            tr(tc("Total", '<w:gridSpan w:val="2"/>')),
            tr("Emboîté", tc(p("avant") + inner + p(""))),
        )
        + p("Fin.")
    )
    text = (
        "Un cadre :\n\nPremier alinéa.\n\nSecond alinéa.\n\nService\tFinanceur\nReaap\tCaf\n"
        "\tMsa\net Ddcs\nTotal\nEmboîté\tavant\ni\tii\niii\tiv\n\nFin."
    )
    return Trap("tableaux.docx", docx(body), text)


def _hidden() -> Trap:
    body = (
        p(r("Visible") + r(" secret", "<w:vanish/>") + r(" encore."))
        + styled("Paragraphe caché par son style.", "Secret")
        + styled(r("Montré malgré son style.", "<w:vanish w:val='0'/>"), "Secret")
        + p(r("Titre au fil du texte. "), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        + p("Et sa suite.")
        + p(r("L"), '<w:framePr w:dropCap="drop"/>')
        + p("ettrine en tête.")
        + p(r("Blanc ", "<w:webHidden/>") + r("visible."))
    )
    text = (
        "Visible encore.\n\nMontré malgré son style.\n\nTitre au fil du texte. Et sa suite.\n\n"
        "Lettrine en tête.\n\nBlanc visible."
    )
    return Trap("masque.docx", docx(body, styles=STYLES), text)


def _characters() -> Trap:
    body = (
        p(
            r("porte")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + r("parole accom")
            + "<w:r><w:softHyphen/></w:r>"
            + r("pagné")
        )
        + p(r("Caf") + "<w:r><w:tab/></w:r>" + r("Msa") + "<w:r><w:br/></w:r>" + r("à la ligne"))
        + p(r("re") + r("\u0301union") + r(" de\u0301cide\u0301e"))
        + p(
            "<w:r><w:t>  sans</w:t></w:r><w:r><w:t xml:space='preserve"
            "'>  blancs\ngardés </w:t></w:r>" + r("fin")
        )
        + p(
            "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r>"
            "</m:den></m:f></m:oMath>" + r(" : le taux")
        )
    )
    text = (
        "porte-parole accompagné\n\nCaf\tMsa\nà la ligne\n\nréunion décidée\n\n"
        "sans  blancs gardés fin\n\na/b : le taux"
    )
    return Trap("caracteres.docx", docx(body), text)


def _margins() -> Trap:
    reference = '<w:{}Reference w:type="{}" r:id="{}"/>'
    section = (
        "<w:sectPr>"
        + reference.format("header", "default", "header1")
        + reference.format("header", "first", "header2")
        + reference.format("footer", "default", "footer1")
        + "</w:sectPr>"
    )
    body = (
        p(r("Corps.") + '<w:r><w:commentReference w:id="1"/></w:r>')
        + p('<w:r><w:br w:type="page"/></w:r>')
        + p("<w:r><w:lastRenderedPageBreak/><w:t>Page deux.</w:t></w:r>")
        + p(r("Suite de la page deux ") + "<w:r><w:lastRenderedPageBreak/></w:r>" + r("et trois."))
        + section
    )
    comments = f'<w:comment w:id="1" w:author="Claire">{p("À vérifier.")}</w:comment>'
    data = docx(
        body,
        comments=comments,
        header1=p("PRÉFECTURE"),
        header2=p("Jamais montré"),
        footer1=p(r("Page ") + field("PAGE", r("2"))),
    )
    return Trap("marges.docx", data, "Corps.\n\nPage deux.\n\nSuite de la page deux et trois.")


def docx_traps() -> tuple[Trap, ...]:
    """Every Word trap."""
    return (
        _revisions(),
        _notes(),
        _boxes(),
        _controls(),
        _numbering(),
        _tables(),
        _hidden(),
        _characters(),
        _margins(),
    )
