"""Questionnaires: one respondent a document, open answers under their question."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import Source, read_source
from corpus.reading.sidecar import read_rows, row_of
from make_odt import style
from make_sheets import ods, ods_row, row, xlsx

SHARED = Path(__file__).parents[2] / "shared"
QUESTION = "Que faudrait-il changer ?"
ANSWERS = [
    "Il faudrait une formation avant la première permanence.",
    "Rembourser les déplacements.",
    "La Caf devrait financer dix heures d'analyse de la pratique ; c'est peu.",
]


def docs(data: bytes | str, name: str = "enquete.csv") -> tuple[Document, ...]:
    raw = data.encode() if isinstance(data, str) else data
    return read_source(Source.from_bytes(raw, name))


def pairs(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


CSV = f'Statut;Âge;"{QUESTION}"\n' + "".join(
    f'{status};{age};"{answer}"\n'
    for status, age, answer in zip(
        ["Bénévole", "Salarié", "Bénévole"], [31, 52, 44], ANSWERS, strict=True
    )
)


def test_one_respondent_a_document() -> None:
    found = docs(CSV)
    assert [document.part for document in found] == ["ligne 2", "ligne 3", "ligne 4"]
    assert [document.properties for document in found] == [
        {"Statut": "Bénévole", "Âge": "31"},
        {"Statut": "Salarié", "Âge": "52"},
        {"Statut": "Bénévole", "Âge": "44"},
    ]
    assert pairs(found[0]) == [("question", QUESTION), ("answer", ANSWERS[0])]
    assert found[0].text == f"{QUESTION}\n{ANSWERS[0]}"


def test_short_answers_in_an_open_column_are_answers() -> None:
    assert pairs(docs(CSV)[1]) == [
        ("question", QUESTION),
        ("answer", "Rembourser les déplacements."),
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    lines = [["Statut", "Âge", QUESTION]] + [["Bénévole", "31", answer] for answer in ANSWERS]
    content = "\r\n".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line)
        for line in lines
    )
    found = docs(content.encode(encoding))
    assert [pairs(document)[1][1] for document in found] == ANSWERS
    assert found[0].properties["Statut"] == "Bénévole"


def test_an_answer_may_run_over_lines() -> None:
    content = (
        f'Statut;{QUESTION}\nA;"Deux points :\r\n- la formation des bénévoles ;\n- le temps."\n'
    )
    (document,) = docs(content)
    assert pairs(document)[1][1] == "Deux points :\n- la formation des bénévoles ;\n- le temps."


def test_choices_are_closed_even_when_they_are_long() -> None:
    choices = ["Tout à fait d'accord avec cette proposition de la mission", "Pas du tout d'accord"]
    content = "Avis;Pourquoi ?\n" + "".join(
        f"{choices[n % 2]};Parce que la situation numéro {n} me paraît tout à fait différente\n"
        for n in range(8)
    )
    assert set(docs(content)[0].properties) == {"Avis"}


def test_several_choices_in_a_cell_are_closed() -> None:
    choices = ["Accueillir les parents", "Animer un groupe", "Orienter vers un autre service"]
    content = "Missions,Remarque\n" + "".join(
        f'"{choices[n % 3]};{choices[(n + 1) % 3]};{choices[0]}",'
        f"Je voudrais ajouter que le point {n} compte plus que tous les autres\n"
        for n in range(9)
    )
    assert set(docs(content)[0].properties) == {"Missions"}


def test_titles_above_the_header_and_blank_rows_are_passed_over() -> None:
    content = "Enquête 2023\n\n" + CSV + ";;\n"
    assert [document.part for document in docs(content)] == ["ligne 4", "ligne 5", "ligne 6"]


def test_columns_without_name_or_with_the_same_one_stay_apart() -> None:
    content = f"Avis,,Avis,{QUESTION}\nOui,12,Non,{ANSWERS[0]}\n"
    assert docs(content)[0].properties == {"Avis": "Oui", "colonne 2": "12", "Avis (2)": "Non"}


def test_qualtrics_writes_three_rows_of_names() -> None:
    content = (
        f'Q1,Q2\nStatut,{QUESTION}\n"{{""ImportId"":""QID1""}}","{{""ImportId"":""QID2""}}"\n'
        f'Bénévole,"{ANSWERS[0]}"\n'
    )
    (document,) = docs(content)
    assert document.properties == {"Statut": "Bénévole"}
    assert pairs(document)[0] == ("question", QUESTION)


def test_a_table_without_open_answers_is_one_document() -> None:
    (document,) = docs("Service;Montant\nReaap;12000\nClas;8000\n")
    assert document.text == "Service\tMontant\nReaap\t12000\nClas\t8000"
    assert [b.kind for b in document.blocks] == ["row", "cell", "cell"] * 3
    assert [problem.code for problem in document.problems] == ["tableau"]


def test_a_table_that_names_files_is_no_questionnaire() -> None:
    content = (
        "Fichier;Observation\na1.docx;Un entretien très long, en deux parties, difficile à suivre\n"
    )
    (document,) = docs(content)
    assert "nomme des fichiers" in document.problems[0].message


def test_a_table_of_questions_and_answers_is_one_respondent_s() -> None:
    table = (
        "Contribution de la Caf\n\nN°;Questions;Éléments de réponse\n"
        "1;Quel est votre rôle ?;La Caf agrée les relais et les finance.\n"
        "2;Qui d'autre finance ?;La commune.\n;;Le département aussi, depuis 2022.\n"
    )
    (document,) = docs(table)
    assert pairs(document) == [
        ("heading", "Contribution de la Caf"),
        ("question", "1 Quel est votre rôle ?"),
        ("answer", "La Caf agrée les relais et les finance."),
        ("question", "2 Qui d'autre finance ?"),
        ("answer", "La commune."),
        ("answer", "Le département aussi, depuis 2022."),
    ]


def test_answers_beside_other_columns_are_those_of_a_respondent_each() -> None:
    found = docs(
        "Nom;Question;Réponse\n" + "".join(f"{n};Q ?;{a}\n" for n, a in enumerate(ANSWERS))
    )
    assert len(found) == 3


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(ReadingError) as refused:
        docs(";;\n;;\n")
    assert refused.value.code == "tableau-vide"


# ---------------------------------------------------------------- workbooks


def test_workbooks() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>'
    )
    rows = row(1, "Date", "Âge", "Statut", QUESTION) + row(
        3,
        '<c r="A3" s="1"><v>45202</v></c>',
        '<c r="B3"><v>31</v></c>',
        '<c r="C3" t="s"><v>1</v></c>',
        ANSWERS[0],
    )
    (document,) = docs(xlsx({"Réponses": rows}, shared=["x", "Bénévole"], styles=styles), "e.xlsx")
    assert document.part == "ligne 3"
    assert document.properties == {"Date": "2023-10-03", "Âge": "31", "Statut": "Bénévole"}
    assert pairs(document) == [("question", QUESTION), ("answer", ANSWERS[0])]


def test_a_cell_left_out_does_not_shift_the_others() -> None:
    rows = row(1, "A", "B", QUESTION) + row(2, "", "b", ANSWERS[0])
    assert docs(xlsx({"F": rows}), "e.xlsx")[0].properties == {"B": "b"}


def test_other_sheets_are_told_and_hidden_ones_not_taken() -> None:
    small = row(1, "Code", QUESTION) + row(2, "1", ANSWERS[0])
    large = "".join(row(n, "a", "b", "c") for n in range(1, 9))
    (document,) = docs(xlsx({"Réponses": small, "!Listes": large}), "e.xlsx")
    assert document.part == "ligne 2"
    assert [problem.code for problem in document.problems] == ["feuilles-non-lues"]
    assert "Listes" in document.problems[0].message


def test_opendocument_sheets() -> None:
    date = '<table:table-cell office:value-type="date" office:date-value="2023-10-03"/>'
    rows = (
        ods_row("Date", "Statut", QUESTION)
        + ods_row("<table:table-cell/>", extra=' table:number-rows-repeated="2"')
        + ods_row(date, "Bénévole", ANSWERS[0])
        + ods_row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            extra=' table:number-rows-repeated="1048572"',
        )
    )
    hidden = style("Listes", "table", '<style:table-properties table:display="false"/>')
    found = docs(ods({"Réponses": rows, "Listes": ods_row(*"abcdefghijkl")}, hidden), "e.ods")
    assert [document.part for document in found] == ["ligne 4"]
    assert found[0].properties == {"Date": "2023-10-03", "Statut": "Bénévole"}
    assert pairs(found[0]) == [("question", QUESTION), ("answer", ANSWERS[0])]


# ---------------------------------------------------------------- tables of interviewees


def test_a_table_of_interviewees(tmp_path: Path) -> None:
    path = tmp_path / "recap.csv"
    path.write_text(
        "Nom Fichier,Statut,Dépt,Observation\n"
        "Entretien_01,Apprenant,26,\nEntretien_02a,Pro,,longue\n"
    )
    rows = read_rows(path)
    assert rows is not None
    assert rows["Entretien_01"] == {
        "fichier": "Entretien_01",
        "categorie": "Apprenant",
        "departement": "26",
    }
    assert row_of("Entretien_02ab_anonyme.docx", rows) == {
        "fichier": "Entretien_02a",
        "categorie": "Pro",
        "Observation": "longue",
    }
    assert row_of("Entretien_011.docx", rows) is None


@pytest.mark.parametrize(
    "content",
    [
        "audition.docx:\n  Catégorie: parents\n  Département: Gironde\n",
        "- fichier: audition.docx\n  catégorie: parents\n  département: Gironde\n",
    ],
)
def test_the_same_in_yaml(tmp_path: Path, content: str) -> None:
    path = tmp_path / "auditions.yaml"
    path.write_text(content)
    rows = read_rows(path)
    assert rows is not None
    found = row_of("audition.docx", rows)
    assert found is not None
    assert (found["categorie"], found["departement"]) == ("parents", "Gironde")


def test_a_questionnaire_is_no_table_of_interviewees(tmp_path: Path) -> None:
    path = tmp_path / "enquete.csv"
    path.write_text(CSV)
    assert read_rows(path) is None


@pytest.mark.shared
def test_the_real_table_gives_each_interview_its_category() -> None:
    folder = SHARED / "data" / "interviews"
    if not folder.is_dir():
        pytest.skip("../shared est absent")
    rows = read_rows(folder / "recap_entretien.csv")
    assert rows is not None
    found = {path.name: row_of(path.name, rows) for path in folder.glob("*.docx")}
    assert len(found) == 11
    assert all(row is not None and row.get("categorie") for row in found.values())
