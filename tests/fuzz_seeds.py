"""Sound files of every format, to be damaged: the demonstration corpus and the traps."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from make_sheets import ods, ods_row, row, xlsx
from traps_docx import docx_traps
from traps_odt import odt_traps

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
_QUESTION = "Que faudrait-il changer ?"
_ANSWER = "Il faudrait une formation avant la première permanence de chaque bénévole."


def seeds() -> dict[str, bytes]:
    """Sound files by name: at least one of every format that is read without LibreOffice."""
    found = {
        path.name: path.read_bytes()
        for path in sorted(CORPUS.iterdir())
        if path.is_file() and path.suffix not in (".md", ".yaml")
    }
    found |= {trap.name: trap.data for trap in (*docx_traps(), *odt_traps())}
    cells = row(1, "Statut", _QUESTION) + row(2, "Bénévole", _ANSWER)
    found["enquete.xlsx"] = xlsx({"Réponses": cells})
    found["enquete.ods"] = ods(
        {"Réponses": ods_row("Statut", _QUESTION) + ods_row("Bénévole", _ANSWER)}
    )
    found["visio.srt"] = (
        "1\n00:00:01,000 --> 00:00:04,000\nAnne : Bonjour à tous.\n\n"
        "2\n00:00:04,500 --> 00:00:09,000\nPaul : <i>Merci</i> &amp; bonjour.\n"
    ).encode()
    found["audition.json"] = json.dumps(
        {
            "segments": [
                {
                    "start": 0.0,
                    "end": 2.5,
                    "text": " Bonjour à tous.",
                    "speaker": "SPEAKER_00",
                    "words": [{"word": "Bonjour", "start": 0.0, "end": 0.6}],
                }
            ]
            * 5
        }
    ).encode()
    found["page.mhtml"] = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        b"--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<main><h1>La charte</h1><p>La r=C3=A9union a lieu.</p></main>\n--b--\n"
    )
    found["teams.txt"] = (
        "Anne Durand   0:03\nBonjour à tous.\n\nPaul Issartel   0:13\nMerci.\n"
    ).encode("cp1252")
    return found


def office_seeds(folder: Path) -> dict[str, bytes]:
    """A `.doc` and an `.rtf` made by LibreOffice; empty where it is not installed."""
    from corpus.reading.doc import program

    office = program()
    if office is None:
        return {}
    given = folder / "ancien.odt"
    given.write_bytes(odt_traps()[2].data)
    found = {}
    for suffix in ("doc", "rtf"):
        subprocess.run(
            [
                office,
                f"-env:UserInstallation={(folder / 'profil').as_uri()}",
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                str(folder),
                str(given),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        found[f"ancien.{suffix}"] = (folder / f"ancien.{suffix}").read_bytes()
    return found
