"""The pages on a real store, through Datasette: what they say, where they lead, their RGAA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from browsing import Answer, Ask
from corpus.workspace import Workspace


async def crawl(ask: Ask, start: str, most: int) -> dict[str, Answer]:
    """Pages reached from `start` by their own links, Datasette's tables left out."""
    seen: dict[str, Answer] = {}
    waiting = [start]
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = urlsplit(address).path.strip("/").partition("/")[0] + str("?" in address)
        if address in seen or kinds[kind] >= 8:
            continue
        kinds[kind] += 1
        seen[address] = answer = await ask(address)
        if "html" not in answer.headers["content-type"]:
            continue
        for link in answer.soup.find_all("a", href=True):
            href = link["href"].partition("#")[0]
            if href.startswith("/") and not href.startswith(("/-/", "/corpus", "/dossier.")):
                waiting.append(href)
    return seen


@pytest.fixture
async def crawled(ask: Ask) -> dict[str, Answer]:
    return await crawl(ask, "/", 180)


# ---------------------------------------------------------------- every page


async def test_every_page_is_reached_is_french_and_is_well_made(crawled: dict[str, Answer]) -> None:
    assert len(crawled) > 100
    assert {address: one.status for address, one in crawled.items() if one.status != 200} == {}
    for address, answer in crawled.items():
        if "html" in answer.headers["content-type"]:
            check_html(address, answer)


def check_html(address: str, answer: Answer) -> None:
    """What RGAA asks of every page and a program can see."""
    soup = answer.soup
    assert soup.html["lang"] == "fr", address
    assert soup.title.string.strip(), address
    for name in ("header", "main", "footer", "nav"):
        assert soup.find(name), (address, name)
    assert len(soup.find_all("main")) == 1
    skip = soup.find("a", class_="evitement")
    assert soup.find(id=skip["href"][1:]).name == "main", address
    if "carte=1" not in address:
        assert len(soup.find_all("h1")) == 1, address
    repeated = [one for one, n in Counter(e["id"] for e in soup.find_all(id=True)).items() if n > 1]
    assert repeated == [], address
    for table in soup.find_all("table"):
        assert table.find("caption"), (address, "caption")
        assert all(cell.get("scope") for cell in table.find_all("th")), (address, "scope")
    for field in soup.find_all(["input", "select", "textarea"]):
        labelled = soup.find("label", attrs={"for": field.get("id")}) or field.find_parent("label")
        assert field.get("type") in ("hidden",) or labelled, (address, str(field))
    for picture in soup.find_all("img"):
        assert picture.has_attr("alt"), address
    for link in soup.find_all("a"):
        assert link.get_text(strip=True) or link.get("aria-label"), (address, str(link))
    for quotation in soup.find_all("blockquote"):
        assert quotation.get("cite"), (address, "blockquote sans cite")
    # The security policy forbids both; a page that needs them would be broken, not unsafe.
    assert not soup.find_all(style=True) and not soup.find_all("style"), address
    assert all(script.get("src") for script in soup.find_all("script")), address
    outside = [
        one["href"]
        for one in soup.find_all("a", href=True)
        if urlsplit(one["href"]).netloc and "legifrance.gouv.fr" not in one["href"]
    ]
    assert [one for one in outside if not one.startswith("http://localhost/")] == [], address


async def test_every_in_page_link_has_its_target(ask: Ask) -> None:
    page = (await ask("/document/circulaire-2012-093")).soup
    for link in page.find_all("a", href=True):
        if link["href"].startswith("#"):
            assert page.find(id=unquote(link["href"][1:])), link["href"]


async def test_datasette_s_own_pages_are_french_too(ask: Ask) -> None:
    for address in ("/corpus", "/corpus/documents", "/corpus/obligations", "/corpus/documents/1"):
        answer = await ask(address)
        assert answer.status == 200, address
        check_html(address, answer)
        for english in ("rows", "Search:", "Apply", "This data as", "Powered by"):
            assert english not in answer.words, (address, english)


# ---------------------------------------------------------------- home and lists


async def test_home_says_what_is_there_new_and_to_do(ask: Ask, browsed: Workspace) -> None:
    page = await ask("/")
    assert "6 documents" in page.words.replace("\u00a0", " ")
    assert "Ce qui est nouveau" in page.words and "Ce qui demande attention" in page.words
    assert page.soup.find("input", {"type": "search", "name": "q"})
    assert len(page.content) < 100_000


async def test_documents_are_filtered(ask: Ask) -> None:
    page = await ask("/documents?nature=audition")
    titles = [link.get_text() for link in page.soup.select("tbody a")]
    assert len(titles) == 2 and all("Audition" in title for title in titles)
    assert "Aucun document" in (await ask("/documents?q=xyz")).words


# ---------------------------------------------------------------- a document


async def test_a_document_shows_its_facts_by_more_than_colour(ask: Ask) -> None:
    page = (await ask("/document/circulaire-2012-093")).soup
    [chip] = [one for one in page.select("a.puce.e-obligation") if "transmettre" in
              one.find_next("span", class_="e").get_text()]  # fmt: skip
    assert chip.get_text().startswith("Obl") and "obligation" in chip.get_text()
    assert "préfet" in [one.get_text() for one in page.select(".m-organisme")]
    assert "arrêté du 9 mars 2022" in [one.get_text() for one in page.select(".m-reference")]
    legend = page.select_one(".legende")
    assert legend.find("label", string=None) and "Organismes" in legend.get_text()


async def test_the_marked_text_is_the_text(ask: Ask, browsed: Workspace) -> None:
    """Chips and words for screen readers taken away, every passage is shown word for word."""
    with browsed.store.session() as connection:
        rows = connection.execute(
            "SELECT d.key, p.public_id, p.text FROM passages p JOIN documents d"
            " ON d.id = p.document_id"
        ).fetchall()
    pages: dict[str, Any] = {}
    for key, public_id, text in rows:
        if key not in pages:
            pages[key] = (await ask(f"/document/{key}")).soup
            for extra in pages[key].select("[data-mots] .puce, [data-mots] .lecteur"):
                extra.decompose()
        shown = pages[key].find(id=f"p-{public_id}").find(attrs={"data-mots": True})
        assert shown.get_text() == text


async def test_cards_open_without_a_script_and_as_a_fragment(ask: Ask) -> None:
    page = (await ask("/document/circulaire-2012-093")).soup
    card = page.select_one(".m-organisme a")["href"]
    whole, alone = await ask(card), await ask(f"{card}?carte=1")
    assert "Trouvé par" in whole.words and "Certitude" in whole.words
    assert whole.soup.find("main") and not alone.soup.find("main")
    assert alone.soup.select_one("a[href^='/regle/']")


async def test_a_hearing_reads_by_turns(ask: Ask) -> None:
    page = (await ask("/document/audition-oise")).soup
    speakers = [one.get_text(" ", strip=True) for one in page.select("h3.locuteur")]
    assert len(speakers) == 4
    assert speakers[0].startswith("M. Roy") and "rapporteur" in speakers[0]
    assert speakers[1].startswith("Mme B.") and "parents" in speakers[1]


async def test_citations_go_both_ways(ask: Ask) -> None:
    order = await ask("/document/arrete-2022-03-09")
    assert "Cité par" in order.words and "relais de parents" in order.words
    circular = await ask("/document/circulaire-2012-093")
    assert "Cite (" in circular.words


async def test_a_long_document_is_cut_in_parts() -> None:
    from corpus.browse.views.documents import cut

    rows = [
        {"position": n, "start": n * 100, "stop": n * 100 + 99, "level": 1,
         "kind": "heading" if n % 7 == 0 else "paragraph"}
        for n in range(40)
    ]  # fmt: skip
    parts = cut(rows, length=1500)  # type: ignore[arg-type]
    assert [(part.first, part.last) for part in parts] == [(0, 13), (14, 27), (28, 39)]
    assert cut([]) == []
    enormous = [{"position": 0, "start": 0, "stop": 10**6, "level": 1, "kind": "paragraph"}]
    assert len(cut(enormous, length=1500)) == 1  # type: ignore[arg-type]


# ---------------------------------------------------------------- passages


async def test_a_passage_is_a_citation(ask: Ask, passage_of: Callable[[str], Any]) -> None:
    row = passage_of("transmettre un bilan")
    page = await ask(f"/passage/{row['public_id']}")
    assert page.soup.blockquote["cite"].startswith("/passage/circulaire-2012-093/")
    pasted = page.soup.select_one(".a-copier").get_text().replace("\u00a0", " ")
    assert pasted.startswith("« Les Caf doivent transmettre un bilan")
    assert "Lettre circulaire n° 2012-093 du 23 mai 2012" in pasted
    assert "§ 2 « Ce qui est demandé »" in pasted
    assert (
        f"http://localhost/passage/circulaire-2012-093/{row['position']}-{row['public_id']}"
        in pasted
    )


async def test_a_permanent_address_tells_when_the_words_changed(
    ask: Ask, passage_of: Callable[[str], Any]
) -> None:
    row = passage_of("transmettre un bilan")
    known = await ask(f"/passage/{row['key']}/{row['position']}-{row['public_id']}")
    assert known.status == 200
    # The same words elsewhere in the text keep their address.
    assert (await ask(f"/passage/{row['key']}/2-{row['public_id']}")).status == 200
    changed = await ask(f"/passage/{row['key']}/{row['position']}-aaaaaaaaaaaa")
    assert changed.status == 410
    assert "Le texte de ce passage a changé" in changed.words
    assert "Les Caf doivent transmettre un bilan" in changed.words
    gone = await ask("/passage/plus-la/3-aaaaaaaaaaaa")
    assert gone.status == 410 and "n'est plus dans le corpus" in gone.words
    assert (await ask("/passage/aaaaaaaaaaaa")).status == 404


async def test_an_address_survives_a_change_elsewhere(tmp_path: Any) -> None:
    from browsing import asker
    from conftest import make_workspace
    from corpus.browse.serving import application
    from corpus.pipeline import build
    from corpus.store.pages import situated

    workspace = make_workspace(tmp_path / "espace", {"note.txt": "Un.\n\nDeux mots.\n\nTrois.\n"})
    build(workspace)
    with workspace.store.session() as connection:
        kept, lost = (
            situated(connection, "WHERE p.text = ?", (words,))[0] for words in ("Trois.", "Un.")
        )
    (workspace.texts_dir / "note.txt").write_text("Une.\n\nDeux mots.\n\nEt.\n\nTrois.\n", "utf-8")
    build(workspace)
    ask = asker(application(workspace.store.path, workspace=workspace.root))
    address = "/passage/note/{position}-{public_id}"
    assert (await ask(address.format(**dict(kept)))).status == 200
    answer = await ask(address.format(**dict(lost)))
    assert answer.status == 410 and "Une." in answer.words


# ---------------------------------------------------------------- facts, texts, rules


async def test_a_statement_shows_each_part_in_its_words(
    ask: Ask, passage_of: Callable[[str], Any]
) -> None:
    row = passage_of("transmettre un bilan")
    page = await ask(f"/enonce/{row['public_id']}/1")
    terms = {
        dt.get_text(): dt.find_next("dd").get_text(" ", strip=True) for dt in page.soup.select("dt")
    }
    assert terms["Porteur"].startswith("«\u00a0Caf\u00a0»")
    assert terms["Déclencheur"] == "«\u00a0doivent\u00a0»"
    assert "31\u00a0décembre\u00a02012" in terms["Échéance"]
    assert page.soup.select_one("blockquote .t-action")
    assert "Comment il a été trouvé" in page.words


async def test_an_entity_gathers_its_words(ask: Ask) -> None:
    page = await ask("/organismes")
    address = next(a["href"] for a in page.soup.select("tbody a") if a.get_text() == "préfet")
    entity = await ask(address)
    assert "passages" in entity.words
    assert all("préfet" in q.get_text().lower() for q in entity.soup.select("blockquote"))
    assert entity.soup.select("a[href^='/enonces?porteur=']")


async def test_an_absent_text_says_who_cites_it(ask: Ask) -> None:
    page = await ask("/textes?presence=absent")
    [code] = [a["href"] for a in page.soup.select("tbody a") if "action sociale" in a.get_text()]
    text = await ask(code)
    assert "Absent du corpus" in text.words
    assert "L. 214-1-2" in text.words
    assert "L.\u00a0214-1-2" in text.text
    article = next(a for a in text.soup.select("aside a") if "article=" in a["href"])
    assert "voir toutes les citations" in (await ask(article["href"])).words


async def test_a_rule_shows_what_it_found(ask: Ask) -> None:
    page = await ask("/regles")
    link = next(
        a
        for a in page.soup.select("tbody a")
        if a.find_parent("tr").find_all("td")[-1].string != "0"
    )
    rule = await ask(link["href"])
    assert rule.soup.select("blockquote mark") and "Telle qu'elle est écrite" in rule.words


# ---------------------------------------------------------------- tables


async def test_who_must_do_what_leads_to_the_words(ask: Ask) -> None:
    page = await ask("/tableaux/obligations")
    row = next(r for r in page.soup.select("tbody tr") if "préfet" in r.th.get_text())
    listed = await ask(row.select("td.d a")[0]["href"])
    assert listed.soup.select("article.enonce-ligne")
    assert row.find("svg") and page.soup.find("caption")


async def test_obligations_before_a_date(ask: Ask) -> None:
    page = await ask("/enonces?modalite=obligation&echeance_avant=2013-01-01")
    [article] = page.soup.select("article.enonce-ligne")
    assert article.time["datetime"] == "2012-12-31" and "transmettre un bilan" in article.get_text()
    assert (await ask("/enonces?echeance_avant=31/12/2012")).soup.select("article.enonce-ligne")
    none = await ask("/enonces?echeance_avant=1999-12-31")
    assert "Aucun énoncé" in none.words


async def test_a_crossing_is_shaded_and_each_cell_leads_to_its_passages(ask: Ask) -> None:
    page = await ask("/tableaux/competences")
    cell = page.soup.select_one("td[class^='ombre-'] a")
    shade = cell.find_parent("td")["class"][0]
    assert shade != "ombre-0"
    passages = await ask(cell["href"])
    count = int(cell.contents[0])
    assert len(passages.soup.select("article.extrait")) == count


async def test_the_calendar_and_its_diary(ask: Ask) -> None:
    page = await ask("/tableaux/echeancier")
    assert "31\u00a0décembre\u00a02012" in page.text
    diary = await ask("/tableaux/echeancier.ics")
    assert diary.headers["content-type"].startswith("text/calendar")
    lines = diary.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20121231" in lines and "DTEND;VALUE=DATE:20130101" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "transmettre un bilan" in diary.text.replace("\r\n ", "")


async def test_hearings_stand_against_the_plan(ask: Ask) -> None:
    page = await ask("/tableaux/auditions")
    table = page.soup.select_one("table.croisement")
    places = [th.get_text() for th in table.select("thead th")]
    [parents] = table.select("tbody tr")
    cells = dict(
        zip(places, (td.get_text(" ", strip=True) for td in parents.select("td")), strict=True)
    )
    assert "/ 2" in cells["Gironde"] and "manque 1" in cells["Gironde"]
    assert cells["Nord"].startswith("0") and "manque 1" in cells["Nord"]
    assert "ligne 4" in page.words
    listed = await ask("/tableaux/auditions?categorie=parents&departement=Oise")
    assert "Creil" in listed.words and "Bordeaux" not in listed.words.partition("Auditions :")[2]


# ---------------------------------------------------------------- page pictures


async def test_a_scanned_page_stands_beside_its_picture(
    ask: Ask, passage_of: Callable[[str], Any]
) -> None:
    row = passage_of("transmet au préfet un bilan")
    assert row["page_status"] == "ocr-layer"
    page = await ask(f"/document/{row['key']}/page/1?passage={row['public_id']}")
    assert "texte reconnu" in page.words
    [frame] = page.soup.select("svg rect.cadre")
    # The words were drawn 600 points above the foot of a page of 842.
    assert 842 - 600 - 15 < float(frame["y"]) < 842 - 600
    picture = await ask(page.soup.select_one("svg image")["href"])
    assert picture.status == 200 and picture.content.startswith(b"\x89PNG")
    again = await ask(
        page.soup.select_one("svg image")["href"],
        headers={"if-none-match": picture.headers["etag"]},
    )
    assert again.status == 304


async def test_a_page_that_is_not_there(ask: Ask) -> None:
    assert (await ask("/document/arrete-oise-scan/page/7")).status == 404
    assert (await ask("/document/arrete-oise-scan/page/7.png")).status == 404
    assert (await ask("/document/circulaire-2012-093/page/1.png")).status == 404
