"""The database: every fact in its place, permanent addresses, one step from old to new."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.linking import Links
from corpus.linking.model import Citation, Entity, TextCited
from corpus.model import Box, Extraction, Mention, Page, Part, Reference, Section, Statement, Turn
from corpus.rules import load_rules
from corpus.store import SCHEMA_VERSION, Build, Entry, FileRecord, Store
from corpus.store.places import Intervals
from corpus.store.rows import box_rows, public_ids, unpack_boxes
from corpus.store.verification import verify
from corpus.workspace import Workspace
from passages import extraction_of, store_of


def addresses(store: Store) -> dict[str, str]:
    with store.session() as connection:
        return {
            row[0]: row[1] for row in connection.execute("SELECT text, public_id FROM passages")
        }


# ---------------------------------------------------------------- places and addresses


def test_the_innermost_range_holds_an_offset() -> None:
    ranges = Intervals([(0, 100, 1), (10, 50, 2), (20, 30, 3), (60, 70, 4), (60, 65, 5)])
    expected = {0: 1, 10: 2, 25: 3, 30: 2, 55: 1, 61: 5, 66: 4, 99: 1, 100: None, -1: None}
    assert {offset: ranges.at(offset) for offset in expected} == expected


def test_the_same_words_twice_have_two_addresses() -> None:
    found = list(public_ids("circulaire", iter(["Idem.", "Autre.", "Idem."])))
    assert len(set(found)) == 3
    assert all(len(one) == 12 and one.isalnum() for one in found)


def test_an_address_survives_what_happens_around(tmp_path: Path) -> None:
    before = addresses(store_of(tmp_path / "a.db", {"t": ["Un.", "Deux.", "Trois."]}))
    after = addresses(
        store_of(tmp_path / "b.db", {"t": ["Zéro.", "Un.", "Deux changé.", "Trois."]})
    )
    assert after["Un."] == before["Un."]
    assert after["Trois."] == before["Trois."]
    assert after["Deux changé."] != before["Deux."]


def test_two_texts_never_share_an_address(tmp_path: Path) -> None:
    store = store_of(tmp_path / "a.db", {"un": ["Idem."], "deux": ["Idem."]})
    with store.session() as connection:
        [(number,)] = connection.execute("SELECT count(DISTINCT public_id) FROM passages")
    assert number == 2


# ---------------------------------------------------------------- one whole document


def rich_extraction() -> Extraction:
    """Two pages, a section, a turn, a list whose action stands apart from its trigger."""
    base = extraction_of(
        "audition",
        ["1. Le cadre", "Mme X. – Les Caf doivent :", "- publier un bilan avant mars ;", "Fin."],
        "v1",
        {"kind": "audition", "date": "2023-11-21"},
    )
    text = base.document.text
    at = text.index

    def part(words: str) -> Part:
        return Part(at(words), at(words) + len(words), words)

    structure = replace(
        base.structure,
        sections=(Section("1", "Le cadre", 1, 0, len(text)),),
        turns=(Turn(at("Les Caf"), at("Fin.") - 1, "Mme X.", speaker="Mme X", role="witness"),),
        passages=tuple(
            replace(one, section=0, turn=0 if index in (1, 2) else None)
            for index, one in enumerate(base.structure.passages)
        ),
    )
    pages = (Page(1, 0, at("- publier"), label="6"), Page(2, at("- publier"), len(text)))
    caf = part("Caf")
    return Extraction(
        replace(base.document, pages=pages),
        structure,
        "v1",
        mentions=(Mention("BODY", caf.start, caf.end, "Caf", "caf", "lexique/caf"),),
        references=(Reference(0, 2, "1.", "reference/essai", "loi", number="2007-293"),),
        statements=(
            Statement(
                "obligation",
                trigger=part("doivent"),
                action=part("publier un bilan"),
                rule="obligation/devoir",
                bearer=caf,
                deadline=part("avant mars"),
            ),
        ),
    )


@pytest.fixture
def rich(tmp_path: Path) -> Store:
    extraction = rich_extraction()
    entity = Entity("BODY:caf", "BODY", "caf", aliases={"Caf": 1})
    law = TextCited("loi:2007-293", "loi", "loi n° 2007-293")
    links = Links(
        entities=(entity,),
        texts=(law,),
        citations=(Citation("audition", 0, law.key, article="L1"),),
        mention_entities={"audition": (entity.key,)},
        bearer_entities={"audition": (entity.key,)},
    )
    files = (FileRecord("audition.txt", "abc", 10, "2024-01-01T00:00:00+00:00"),)
    store = Store(tmp_path / "corpus.db")
    entries = (Entry("audition", "audition.txt", extraction),)
    store.write(Build(files, entries, links, load_rules(), "2024-01-01T00:00:00+00:00", "f"))
    return store


def test_a_fact_knows_where_it_stands(rich: Store) -> None:
    with rich.session() as connection:
        [row] = connection.execute(
            "SELECT objet, citation, page, section, locuteur, regle, version_des_regles"
            " FROM preuves WHERE nature = 'organisme'"
        )
    assert tuple(row) == ("caf", "Caf", "6", "1 Le cadre", "Mme X", "lexique/caf", "v1")


def test_a_statement_keeps_its_lead_in_apart(rich: Store) -> None:
    with rich.session() as connection:
        [row] = connection.execute(
            "SELECT n.text, n.lead_in_text, n.bearer, n.deadline, e.name, g.number"
            " FROM statements AS n JOIN entities AS e ON e.id = n.bearer_id"
            " JOIN pages AS g ON g.id = n.page_id"
        )
        parts = dict(connection.execute("SELECT role, text FROM statement_parts").fetchall())
    assert tuple(row) == (
        "publier un bilan avant mars", "Caf doivent", "Caf", "avant mars", "caf", 2,
    )  # fmt: skip
    assert parts["trigger"] == "doivent"


def test_a_citation_leads_to_its_text(rich: Store) -> None:
    with rich.session() as connection:
        [absent] = connection.execute("SELECT texte, citations FROM textes_cites_absents")
        [target] = connection.execute("SELECT article FROM citation_targets")
    assert (tuple(absent), target[0]) == (("loi n° 2007-293", 1), "L1")


def test_every_view_can_be_read(rich: Store) -> None:
    with rich.session() as connection:
        names = [
            r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='view'")
        ]
        assert len(names) > 20
        for name in names:
            connection.execute(f"SELECT * FROM {name}").fetchall()


def test_every_span_is_its_words(rich: Store) -> None:
    with rich.session() as connection:
        report = verify(connection)
    assert (report.problems, report.documents) == ((), 1)
    assert report.spans >= 10


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE mentions SET start = start + 1", "citation-fausse"),
        ("UPDATE statement_parts SET text = 'autre' WHERE role = 'bearer'", "citation-fausse"),
        ("UPDATE texts SET text = text || ' '", "texte-altere"),
        ("UPDATE mentions SET entity_id = 999", "lien-rompu"),
    ],
)
def test_damage_is_found(rich: Store, damage: str, code: str) -> None:
    with sqlite3.connect(rich.path) as writable:
        writable.execute(damage)
    writable.close()
    with rich.session() as connection:
        assert code in {problem.code for problem in verify(connection).problems}


# ---------------------------------------------------------------- the file


def test_a_failed_write_leaves_the_old_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(tmp_path / "corpus.db", {"t": ["Avant."]})

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.store.writing.Writer.finish", fail)
    with pytest.raises(KeyboardInterrupt):
        store_of(tmp_path / "corpus.db", {"t": ["Après."]})
    assert list(addresses(store)) == ["Avant."]
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.db"]


def test_an_old_reader_keeps_reading(tmp_path: Path) -> None:
    store = store_of(tmp_path / "corpus.db", {"t": ["Avant."]})
    with store.session() as connection:
        store_of(tmp_path / "corpus.db", {"t": ["Après."]})
        assert connection.execute("SELECT text FROM passages").fetchone()[0] == "Avant."
    assert list(addresses(store)) == ["Après."]


@pytest.mark.parametrize(
    ("pragma", "code", "words"),
    [
        (f"user_version = {SCHEMA_VERSION - 1}", "base-ancienne", "version plus ancienne"),
        (f"user_version = {SCHEMA_VERSION + 1}", "base-recente", "version plus récente"),
        ("application_id = 7", "base-etrangere", "pas une base de ce programme"),
    ],
)
def test_another_version_is_named(tmp_path: Path, pragma: str, code: str, words: str) -> None:
    store = store_of(tmp_path / "corpus.db", {"t": ["Un."]})
    with sqlite3.connect(store.path) as writable:
        writable.execute(f"PRAGMA {pragma}")
    writable.close()
    with pytest.raises(StoreError) as caught:
        store.connect()
    assert caught.value.code == code
    assert words in caught.value.message
    assert "corpus build" in caught.value.remedy


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="n'existe pas encore"):
        Store(tmp_path / "rien.db").connect()
    (tmp_path / "faux.db").write_text("ceci n'est pas une base " * 100)
    with pytest.raises(StoreError, match="n'est pas une base lisible"):
        Store(tmp_path / "faux.db").connect()


def test_the_connection_cannot_write(rich: Store) -> None:
    with rich.session() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM passages")


def test_dates_of_entry_are_carried_on(tmp_path: Path) -> None:
    store = store_of(tmp_path / "corpus.db", {"t": ["Un."]})
    assert store.history()["t"].added == "2024-01-01T00:00:00+00:00"
    extraction = extraction_of("t", ["Un."], "v1", {})
    files = (FileRecord("t.txt", "t", 1, "2024-01-01T00:00:00+00:00"),)
    later = "2025-06-01T00:00:00+00:00"
    store.write(Build(files, (Entry("t", "t.txt", extraction),), Links(), load_rules(), later))
    known = store.history()["t"]
    assert (known.added, known.changed) == ("2024-01-01T00:00:00+00:00",) * 2


def test_every_foreign_key_has_an_index(built: Workspace) -> None:
    """Without one, a page of Datasette that counts incoming links reads a whole table."""
    with built.store.session() as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
            )
        ]
        missing = []
        for table in tables:
            indexed = {
                connection.execute(f"PRAGMA index_info('{index[1]}')").fetchone()[2]
                for index in connection.execute(f"PRAGMA index_list('{table}')")
            }
            columns = connection.execute(f"PRAGMA table_info('{table}')")
            indexed |= {row[1] for row in columns if row[5] == 1}
            keys = connection.execute(f"PRAGMA foreign_key_list('{table}')")
            missing += [f"{table}.{row[3]}" for row in keys if row[3] not in indexed]
    assert missing == []


def test_boxes_come_back_by_page() -> None:
    boxes = (Box(0, 2, 1, 10.0, 20.04, 30.0, 40.0), Box(50, 53, 2, 1.0, 2.0, 3.0, 4.0))
    extraction = rich_extraction()
    document = replace(extraction.document, boxes=boxes)
    packed = list(box_rows(replace(extraction, document=document), first_page=7))
    assert [row["page_id"] for row in packed] == [7, 8]
    assert unpack_boxes(packed[0]["packed"]) == [(0, 2, 10.0, 20.0, 30.0, 40.0)]
