"""The search page: hits, filters, expansion, concordance, and nothing found."""

from __future__ import annotations

from browsing import Answer, Ask


def hits(answer: Answer) -> list[str]:
    return [" ".join(one.get_text().split()) for one in answer.soup.select("article blockquote")]


def marked(answer: Answer) -> set[str]:
    return {one.get_text().lower() for one in answer.soup.select("mark.trouve")}


async def test_hits_show_the_original_words_with_what_was_found(ask: Ask) -> None:
    answer = await ask("/recherche?q=transmettre")
    assert any("doivent transmettre un bilan" in one for one in hits(answer))
    assert marked(answer) == {"transmettre", "transmet"}
    assert "2\u00a0passages" in answer.text and "sur 6 où l'on a cherché" in answer.words


async def test_widening_is_told_and_can_be_switched_off(ask: Ask) -> None:
    answer = await ask("/recherche?q=transmettre")
    assert "et 1 autre forme" in answer.words.replace("\u00a0", " ")
    switch = next(a["href"] for a in answer.soup.select(".compris a"))
    strict = await ask(switch)
    assert marked(strict) == {"transmettre"}
    assert "Chercher aussi les autres formes" in strict.words


async def test_hits_are_grouped_by_document_and_lead_to_their_place(ask: Ask) -> None:
    answer = await ask("/recherche?q=relais")
    groups = answer.soup.select("section.groupe")
    assert len(groups) >= 3
    keys = [group.h2.a["href"] for group in groups]
    assert len(set(keys)) == len(keys)
    link = groups[0].select_one(".outils a")["href"]
    page = await ask(link.partition("#")[0])
    assert page.soup.find(id=link.partition("#")[2])["class"].count("vise") == 1


async def test_filters_count_add_up_and_come_off(ask: Ask) -> None:
    answer = await ask("/recherche?q=caf")
    facet = next(s for s in answer.soup.select(".facettes section") if s.h2.string == "Département")
    counts = {li.a.get_text(): int(li.select_one(".n").string) for li in facet.select("li")}
    assert counts["Oise"] == 1 and counts["Gironde"] == 1
    oise = await ask(next(a["href"] for a in facet.select("a") if a.get_text() == "Oise"))
    assert len(hits(oise)) == 1 and "affiche les horaires" in hits(oise)[0]
    off = oise.soup.select_one(".choisis a")
    assert len(hits(await ask(off["href"]))) == len(hits(answer))


async def test_a_filter_on_an_entity_survives_a_rebuild_in_its_address(ask: Ask) -> None:
    answer = await ask("/recherche?q=bilan")
    link = next(a["href"] for a in answer.soup.select(".facettes a") if "organisme=" in a["href"])
    assert not link.partition("organisme=")[2].partition("&")[0].isdigit()
    assert (await ask(link)).status == 200


async def test_dates_bound_the_texts(ask: Ask) -> None:
    assert hits(await ask("/recherche?q=relais&du=2012-01-01&au=2012-12-31"))
    assert not hits(await ask("/recherche?q=relais&du=1990-01-01&au=1990-12-31"))


async def test_a_concordance_aligns_and_sorts(ask: Ask) -> None:
    answer = await ask("/recherche?q=relais&vue=concordance&alignement=droite")
    rows = answer.soup.select("table.concordance tbody tr")
    rights = [row.select_one(".droite").get_text().strip().lower() for row in rows]
    assert len(rows) > 2 and rights == sorted(rights)
    assert all(row.select_one(".mot a")["href"].startswith("/passage/") for row in rows)
    assert answer.soup.select_one("a[href*='alignement=gauche']")


async def test_nothing_found_says_where_nothing_was_found(ask: Ask) -> None:
    answer = await ask("/recherche?q=xylophone")
    assert "Rien dans 6 documents" in answer.words.replace("\u00a0", " ")
    assert "absent du corpus" in answer.words
    filtered = await ask("/recherche?q=xylophone&departement=Oise")
    assert "Rien dans 1 document répondant aux filtres" in filtered.words.replace("\u00a0", " ")
    assert filtered.soup.select_one(".rien a[href='/recherche?q=xylophone']")


async def test_a_misspelt_word_has_a_suggestion(ask: Ask) -> None:
    answer = await ask("/recherche?q=parentallité")
    assert answer.soup.select_one(".rien a[href*='parentalit']")


async def test_an_empty_search_explains_itself(ask: Ask) -> None:
    answer = await ask("/recherche?q=++")
    assert answer.status == 200 and "Chercher dans le corpus" in answer.soup.h1.string
