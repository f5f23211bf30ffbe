"""A small corpus as the pages show it, built once: invented texts, a scan, and a hostile one."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from corpus.workspace import Workspace

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

HOSTILE = """\
Circulaire n° 2024-001 du 5 janvier 2024 relative à <script>alert(1)</script> & "cie"

1. <img src=x onerror=alert(2)>

Le préfet doit publier <b>la liste</b> des centres sociaux avant le 30 juin 2024.

{{ 7*7 }} ${7*7} javascript:alert(3)
"""
HEARING = """\
Audition de parents, Creil, 4 décembre 2023

M. Roy, rapporteur. – Comment avez-vous connu le lieu d'accueil enfants-parents ?

Mme B. – Par la sage-femme. Il faudrait que la Caf affiche les horaires du lieu d'accueil.

Mme B. – Les bénévoles du lieu d'accueil enfants-parents ont une formation à l'écoute active, et
cela se sent.

M. Roy, rapporteur. – Merci.
"""
ORDER = """\
Arrêté du 9 mars 2022 portant charte nationale du soutien à la parentalité

Le décret n° 2010-1308 du 2 novembre 2010 est abrogé.
"""
TABLE = """\
fichier;catégorie;département;date;personnes
audition-gironde.txt;parents;Gironde;2023-11-21;Mère A
audition-oise.txt;parents;Oise;2023-12-04;Mme B.
"""
PLAN = """\
catégorie;département;auditions
Parents;Gironde;2
parents;Nord;1
n'importe quoi
"""
SCAN = (
    ("ARRÊTÉ PRÉFECTORAL", 760),
    ("du 14 février 2023 relatif aux relais de parents de l'Oise", 740),
    ("Le préfet de l'Oise,", 700),
    ("Vu le code de l'action sociale et des familles ;", 680),
    ("Arrête :", 650),
    ("Article 1er", 620),
    ("Le gestionnaire du relais transmet au préfet un bilan avant le 31 mars 2024.", 600),
    ("Article 2", 570),
    ("Le secrétaire général est chargé de l'exécution du présent arrêté.", 550),
)


def texts() -> dict[str, str]:
    """The texts of the shared small workspace and a few more."""
    from conftest import TEXTS

    more = {"audition-oise.txt": HEARING, "circulaire-<b>2024&.txt": HOSTILE}
    return {**TEXTS, **more}


def scanned_order() -> bytes:
    """A page that is a picture, with the words that a scanner's software recognised behind it."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = Image.new("RGB", (1240, 1754), "#f4f2ea")
    draw = ImageDraw.Draw(picture)
    for words, y in SCAN:
        draw.text((146, 1754 - y * 1754 / 842 - 22), words, fill="#222", font_size=23)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    for words, y in SCAN:
        text = canvas.beginText(70, y)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        text.textOut(words)
        canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="session")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of these tests, built once; tests may read it and must not change it."""
    from conftest import make_workspace
    from corpus.pipeline import build

    workspace = make_workspace(tmp_path_factory.mktemp("pages") / "espace", texts())
    (workspace.texts_dir / "auditions.csv").write_text(TABLE, encoding="utf-8")
    (workspace.texts_dir / "arrete-oise-scan.pdf").write_bytes(scanned_order())
    plan = workspace.root / "corrections" / "plan-auditions.csv"
    plan.write_text(PLAN, encoding="utf-8")
    build(workspace)
    return workspace


@dataclass(frozen=True)
class Answer:
    """What a page answered."""

    status: int
    text: str
    headers: Any
    content: bytes

    @property
    def soup(self) -> BeautifulSoup:
        """The page, parsed."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.text, "lxml")

    @property
    def words(self) -> str:
        """What a person reads, blanks made one."""
        return " ".join(self.soup.get_text(" ").split())


Ask = Callable[..., Awaitable[Answer]]


def asker(site: Any) -> Ask:
    """A function that asks a Datasette instance for a page."""

    async def ask(address: str, **options: Any) -> Answer:
        method = options.pop("method", "GET")
        answer = await site.client.request(method, address, **options)
        return Answer(answer.status_code, answer.text, answer.headers, answer.content)

    return ask


@pytest.fixture
def ask(browsed: Workspace) -> Ask:
    """Pages of the small corpus, as `corpus browse` serves them."""
    from corpus.browse.serving import application

    return asker(application(browsed.store.path, workspace=browsed.root, title="Essai"))


@pytest.fixture
def passage_of(browsed: Workspace) -> Callable[[str], Any]:
    """The passage (with where it stands) that holds some words."""
    from corpus.store.pages import situated

    def find(words: str) -> Any:
        with browsed.store.session() as connection:
            return situated(connection, "WHERE instr(p.text, ?) > 0 LIMIT 1", (words,))[0]

    return find
