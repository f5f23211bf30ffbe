"""Old Word files (.doc) and RTF, read through LibreOffice where it is installed.

No reader in Python gives all the words of a `.doc`. LibreOffice turns it into OpenDocument, in a
profile of its own, without macros or network, under a time limit; the result is read as any
`.odt`. Elsewhere a message says what to do. OLE files that are no Word texts (encrypted Office
files, old workbooks, mails) are named for what they are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from corpus.errors import ReadingError
from corpus.model import Document, Problem
from corpus.reading import odt
from corpus.reading.limits import in_force
from corpus.reading.source import Source

READER = "doc/1"
PROGRAMS = ("soffice", "libreoffice")
_RTF = b"{\\rtf"
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
_LONGEST = 90.0
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def read_doc(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a `.doc` or `.rtf` file.

    Raises `ReadingError`: `fichier-chiffre`, `format-ancien` for OLE files of other kinds,
    `libreoffice-absent`, `doc-illisible` for what LibreOffice cannot open either.
    """
    form = "rtf" if source.data.lstrip()[:5] == _RTF else "doc"
    if form == "doc":
        refuse_other_ole(source)
    converted = convert(source, form)
    inner = Source(source.path, source.name, converted, source.sha256)
    through = Problem(
        code="lu-par-libreoffice",
        message=f"{source.name} : lu à travers LibreOffice.",
        remedy="Pour des pages et numéros sûrs, enregistrez-le en DOCX ou en PDF.",
        severity="info",
        path=str(source.path),
    )
    return tuple(
        replace(
            document,
            format=form,
            reader=f"{READER}+{document.reader}",
            problems=(through, *document.problems),
        )
        for document in odt.read_odt(inner, ocr=ocr)
    )


def refuse_other_ole(source: Source) -> None:
    """Raises `ReadingError` when an OLE container holds no Word text that can be read."""
    data = source.data
    if _holds(data, "EncryptedPackage") or _holds(data, "EncryptionInfo"):
        raise ReadingError(
            f"{source.name} : le fichier est protégé par un mot de passe.",
            "Ouvrez-le avec son mot de passe et enregistrez-en une copie sans protection.",
            code="fichier-chiffre",
        )
    if _holds(data, "WordDocument"):
        return
    for stream, what, remedy in (
        ("Workbook", "un ancien classeur Excel", "Enregistrez-le en XLSX, ODS ou CSV."),
        ("Book", "un ancien classeur Excel", "Enregistrez-le en XLSX, ODS ou CSV."),
        ("PowerPoint Document", "un ancien diaporama", "Enregistrez-le en PDF."),
        ("__properties_version1.0", "un message Outlook", "Enregistrez-le en PDF ou en texte."),
    ):
        if _holds(data, stream):
            raise ReadingError(f"{source.name} : c'est {what}.", remedy, code="format-ancien")
    raise _unreadable(source.name, "il est endommagé, ou n'est pas un document Word")


def program() -> str | None:
    """Where LibreOffice is, or None when it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert(source: Source, form: str) -> bytes:
    """The file as OpenDocument. Raises `ReadingError` (`libreoffice-absent`, `doc-illisible`)."""
    office = program()
    if office is None:
        raise ReadingError(
            f"{source.name} : ce format ({form}) se lit avec LibreOffice, qui n'est pas installé.",
            "Installez LibreOffice, ou enregistrez le fichier en DOCX, ODT ou PDF.",
            code="libreoffice-absent",
        )
    with tempfile.TemporaryDirectory(prefix="corpus-doc-") as folder:
        work = Path(folder)
        profile = work / "profil" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = work / f"texte.{form}"
        given.write_bytes(source.data)
        _run(
            [
                office,
                f"-env:UserInstallation={(work / 'profil').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                f"--infilter={_FILTERS[form]}",
                "--convert-to",
                "odt:writer8",
                "--outdir",
                str(work / "fait"),
                str(given),
            ],
            source.name,
        )
        made = work / "fait" / "texte.odt"
        if not made.is_file() or not made.stat().st_size:
            raise _unreadable(source.name, "LibreOffice n'a pas pu l'ouvrir")
        return made.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice, with all that it starts ended at the time limit."""
    seconds = min(_LONGEST, in_force().seconds * 0.8)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(os.environ),
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise _unreadable(name, f"LibreOffice n'a pas fini en {seconds:.0f} s") from None
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT")
    return {name: own[name] for name in kept if name in own}


def _unreadable(name: str, why: str) -> ReadingError:
    return ReadingError(
        f"{name} : le fichier ne peut pas être lu ({why}).",
        "Ouvrez-le dans Word ou LibreOffice, ôtez un éventuel mot de passe, et enregistrez-le en"
        " DOCX, ODT ou PDF.",
        code="doc-illisible",
    )


def _holds(data: bytes, stream: str) -> bool:
    """True when an OLE directory names that stream (names are UTF-16, padded with zeros)."""
    return stream.encode("utf-16-le") + b"\x00\x00" in data
