"""A trap file and the archive that office files are made of."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Trap:
    """A trap file and what is shown for it."""

    name: str
    data: bytes
    text: str


def archive(members: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP file with these members, in order; those in `stored` are not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, how)
    return buffer.getvalue()
