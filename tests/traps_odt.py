"""OpenDocument traps: what odfdo and converters lose, and the text that Writer shows."""

from __future__ import annotations

from make_files import Trap
from make_odt import (
    bullet,
    frame,
    h,
    list_style,
    listed,
    note,
    numbered,
    odt,
    p,
    span,
    style,
    table,
    tc,
    tr,
    words,
)

_HIDDEN = style("Cache", "text", words('text:display="none"'))


def _revisions() -> Trap:
    tracked = (
        "<text:tracked-changes>"
        '<text:changed-region text:id="c1"><text:deletion>'
        + p("mot supprimé")
        + "</text:deletion></text:changed-region>"
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    body = (
        tracked
        + p(
            'Le préfet <text:change text:change-id="c1"/>doit'
            '<text:change-start text:change-id="c2"/> toujours'
            '<text:change-end text:change-id="c2"/> réunir le comité.'
        )
        + p("Suite.")
    )
    return Trap("revisions.odt", odt(body), "Le préfet doit toujours réunir le comité.\n\nSuite.")


def _blanks() -> Trap:
    body = (
        h("Titre   collé")
        + p(
            "Les préfets doivent<text:s text:c='3'/>publier<text:tab/>un bilan<text:line-break/>ici"
        )
        + p("  des   blancs\n   " + span(" qui ", "x") + " se fondent  ")
        + p("re" + span("\u0301union", "x") + ", accom\u00adpagner, porte\u2011parole")
    )
    text = (
        "Titre collé\n\nLes préfets doivent   publier\tun bilan\nici\n\n"
        "des blancs qui se fondent \n\nréunion, accompagner, porte-parole"
    )
    return Trap("blancs.odt", odt(body), text)


def _notes() -> Trap:
    body = (
        p("Le comité" + note("footnote", "1", p("Créé en 2010.")) + " se réunit.")
        + p("La charte" + note("endnote", "i", p("Signée en 2006.") + p("Toujours en vigueur.")))
        + table(tr("Caf", tc(p("Financeur" + note("footnote", "2", p("Depuis 2012."))))))
        + p(
            "Commenté.<office:annotation><dc:creator>Claire</dc:creator>"
            + p("À vérifier.")
            + "</office:annotation>"
        )
    )
    text = (
        "Le comité se réunit.\n\n1 Créé en 2010.\n\nLa charte\n\nCaf\tFinanceur\n\n"
        "2 Depuis 2012.\n\nCommenté.\n\ni Signée en 2006.\nToujours en vigueur."
    )
    return Trap("notes.odt", odt(body), text)


_LISTS = (
    list_style(
        "L1",
        numbered(1, "1", suffix="°"),
        numbered(2, "a", suffix=")"),
        numbered(3, "i", suffix=".", extra=' text:display-levels="3"'),
    )
    + list_style("L2", bullet(1, "\uf0b7"), bullet(2, "–"))
    + list_style("L3", numbered(1, "I", prefix="Titre ", suffix=" –"))
    + list_style(
        "L4",
        '<text:list-level-style-number text:level="1" style:num-format="1"'
        ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
        ' loext:num-list-format="Article %1%." text:start-value="3">'
        "<style:list-level-properties><style:list-level-label-alignment"
        ' text:label-followed-by="nothing"/></style:list-level-properties>'
        "</text:list-level-style-number>",
    )
)
_OUTLINE = (
    '<text:outline-style style:name="Outline">'
    '<text:outline-level-style text:level="1" style:num-format="A" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:outline-style>"
)


def _numbering() -> Trap:
    body = (
        h("Objet")
        + h("Portée", 2)
        + h("Sans numéro", 2, extra=' text:is-list-header="true"')
        + h("Durée", 2)
        + h("Financement")
        + h("Barème", 2)
        + listed(
            "L1",
            "premier",
            p("deuxième") + listed("", "sous-point", p("autre") + listed("", "détail")),
            p("troisième") + p("son second alinéa") + listed("", "repart"),
        )
        + p("Une autre liste :")
        + listed("L1", "recommencé", "start=7|sauté", extra=' xml:id="un"')
        + listed("L1", "continue", extra=' text:continue-numbering="true"')
        + listed("L2", "puce", listed("", "tiret"))
        + listed("L1", "continue encore", extra=' text:continue-list="un"')
        + listed("L3", "Dispositions")
        + listed("L4", " Champ", " Effet")
    )
    text = (
        "A. Objet\n\nA.1 Portée\n\nSans numéro\n\nA.2 Durée\n\nB. Financement\n\nB.1 Barème\n\n"
        "1° premier\n2° deuxième\na) sous-point\nb) autre\n2.b.i. détail\n3° troisième\n\n"
        "son second alinéa\n\na) repart\n\nUne autre liste :\n\n1° recommencé\n7° sauté\n"
        "8° continue\n• puce\n– tiret\n9° continue encore\nTitre I – Dispositions\n"
        "Article 3. Champ\nArticle 4. Effet"
    )
    body = body.replace(" Champ", "<text:s/>Champ").replace(" Effet", "<text:s/>Effet")
    return Trap("numerotation.odt", odt(body, automatic=_LISTS, styles=_OUTLINE), text)


def _tables() -> Trap:
    inner = table(tr("i", "ii"))
    body = (
        table(tr(tc(p("Premier alinéa.") + p("Second alinéa."))))
        + table(
            "<table:table-header-rows>" + tr("Service", "Financeur") + "</table:table-header-rows>",
            tr(tc("Reaap", ' table:number-rows-spanned="2"'), "Caf"),
            tr("<table:covered-table-cell/>", tc(p("Msa") + p("et Ddcs"))),
            tr(tc("Total", ' table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
            tr("même", tc("", ' table:number-columns-repeated="1000000"')),
            tr("caché", "caché", extra=' table:visibility="collapse"'),
            tr("Emboîté", tc(p("avant") + inner)),
            tr(
                tc("", ' table:number-columns-repeated="4"'),
                extra=' table:number-rows-repeated="1048576"',
            ),
        )
        + p("Fin.")
    )
    text = (
        "Premier alinéa.\n\nSecond alinéa.\n\nService\tFinanceur\nReaap\tCaf\n\tMsa\net Ddcs\n"
        "Total\t\nmême\t\nEmboîté\tavant\ni\tii\n\nFin."
    )
    return Trap("tableaux.odt", odt(body), text)


def _frames() -> Trap:
    # LibreOffice's own name space for tables inside shapes.
    own_table = table(tr("À remplir", "avant mai")).replace("table:table", "loext:table")
    shape = f"<draw:custom-shape>{p('Dans une forme.')}</draw:custom-shape>"
    body = (
        p("Avant." + frame(p("Encadré.") + listed("L2", "sa puce")))
        + p("Entre.<draw:g>" + shape + shape.replace("une forme", "une autre") + "</draw:g>")
        + p("<draw:frame><draw:image/></draw:frame>Après." + frame(own_table))
    )
    text = (
        "Avant.\n\nEncadré.\n\n• sa puce\n\nEntre.\n\nDans une forme.\n\nDans une autre.\n\nAprès."
        "\n\nÀ remplir\tavant mai"
    )
    return Trap("cadres.odt", odt(body, automatic=_LISTS), text)


def _hidden() -> Trap:
    section = '<text:section text:name="s" text:display="{}"{}>{}</text:section>'
    body = (
        p("Visible" + span(" secret", "Cache") + " encore.")
        + p("Caché par son style.", "ParagrapheCache")
        + p(span("Montré malgré son style.", "Montre"), "ParagrapheCache")
        + section.format("none", "", p("Section cachée."))
        + section.format("condition", ' text:is-hidden="true"', p("Cachée sous condition."))
        + section.format("true", "", p("Section montrée."))
        + p(
            'Texte<text:hidden-text text:is-hidden="true"> caché</text:hidden-text>'
            '<text:hidden-text text:is-hidden="false"> conditionnel</text:hidden-text>.'
        )
        + p('<text:hidden-paragraph text:is-hidden="true"/>Alinéa caché.')
        + p('<text:variable-set text:display="none">12</text:variable-set>Fin.')
    )
    automatic = (
        _HIDDEN
        + style("ParagrapheCache", "paragraph", words('text:display="none"'))
        + style("Montre", "text", words('text:display="true"'))
    )
    text = (
        "Visible encore.\n\nMontré malgré son style.\n\nSection montrée.\n\nTexte conditionnel.\n\n"
        "Fin."
    )
    return Trap("masque.odt", odt(body, automatic=automatic), text)


def _pages() -> Trap:
    body = (
        p("Page un.")
        + p("Page deux, ", "Neuve")
        + p("qui déborde <text:soft-page-break/>sur la trois.")
        + "<text:table-of-content><text:index-body><text:index-title>"
        + p("Table des matières")
        + "</text:index-title>"
        + p("Objet<text:tab/>2")
        + "</text:index-body></text:table-of-content>"
    )
    automatic = style("Neuve", "paragraph", '<style:paragraph-properties fo:break-before="page"/>')
    masters = (
        '<style:master-page style:name="Standard">'
        f"<style:header>{p('PRÉFECTURE')}</style:header>"
        f"<style:footer>{p('Page <text:page-number>2</text:page-number>')}</style:footer>"
        f'<style:footer-first style:display="false">{p("Jamais montré")}</style:footer-first>'
        "</style:master-page>"
        f'<style:master-page style:name="Autre"><style:header>{p("Inutilisé")}</style:header>'
        "</style:master-page>"
    )
    text = "Page un.\n\nPage deux, \n\nqui déborde sur la trois.\n\nTable des matières\n\nObjet\t2"
    return Trap("pages.odt", odt(body, automatic=automatic, masters=masters), text)


def odt_traps() -> tuple[Trap, ...]:
    """Every OpenDocument trap."""
    return (
        _revisions(),
        _blanks(),
        _notes(),
        _numbering(),
        _tables(),
        _frames(),
        _hidden(),
        _pages(),
    )
