"""The reading process: takes a request, reads one file under its limits, answers, waits again.

Started by `corpus.reading.worker`; reads requests on standard input and ends with it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from corpus.errors import ReadingError
from corpus.reading import limits, read_source, wire
from corpus.reading.limits import MIB, Limits
from corpus.reading.source import Source
from corpus.reading.worker import FRAME

_FILES_AT_MOST = 200
_RECOGNITION_CPU = 15


def main() -> None:
    """Serves requests until standard input ends."""
    # Libraries that print must not disturb the answers.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    served = 0
    while True:
        header = sys.stdin.buffer.read(FRAME.size)
        if len(header) < FRAME.size:
            return
        _, length = FRAME.unpack(header)
        request = json.loads(sys.stdin.buffer.read(length))
        served += 1
        answer, fit = _serve(request, out)
        fit = fit and served < _FILES_AT_MOST
        _send(out, b"=" if fit else b".", answer)
        if not fit:
            return


def _send(out: BinaryIO, kind: bytes, data: bytes) -> None:
    view = memoryview(FRAME.pack(kind, len(data)) + data)
    while view:
        view = view[out.write(view) :]


def _serve(request: dict[str, Any], out: BinaryIO) -> tuple[bytes, bool]:
    """The packed answer, and whether this process may read another file."""
    bounds = Limits(**request["limits"])
    name = Path(request["shown"]).name
    _restrict(bounds)

    def more_time() -> None:
        _allow_cpu(_RECOGNITION_CPU)
        _alarm(int(2 * bounds.seconds + bounds.ocr_seconds) + 10)
        _send(out, b"+", b"")

    try:
        with limits.apply(bounds, more_time):
            source = Source.from_path(request["path"], max_bytes=bounds.size)
            source = replace(source, path=Path(request["shown"]))
            documents = read_source(source, ocr=bool(request["ocr"]))
            return wire.dump(documents), not _is_fat(bounds)
    except ReadingError as error:
        return wire.dump_error(error), not _is_fat(bounds)
    except MemoryError:
        return wire.dump_error(_too_much_memory(name, bounds)), False
    except RecursionError:
        return wire.dump_error(_too_deep(name)), False
    except Exception as error:
        return wire.dump_error(_unexpected(name, error)), False
    finally:
        _alarm(0)


def _restrict(bounds: Limits) -> None:
    """Has the system enforce memory and time, where it can (Windows cannot: the parent's clock
    remains). The alarm ends a process whose parent has died."""
    _alarm(int(2 * bounds.seconds) + 10)
    try:
        import resource
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_AS, bounds.memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + bounds.cpu_seconds, hard))


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _allow_cpu(seconds: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_CPU, (soft + seconds, hard))


def _is_fat(bounds: Limits) -> bool:
    """True when this process has grown so much that the next file would not have its share."""
    try:
        import resource
    except ImportError:
        return False
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > bounds.memory // 4


def _too_much_memory(name: str, bounds: Limits) -> ReadingError:
    return ReadingError(
        f"{name} : la lecture demande plus de {bounds.memory // MIB} Mio de mémoire.",
        "Découpez le fichier en plusieurs.",
        code="trop-de-memoire",
    )


def _too_deep(name: str) -> ReadingError:
    return ReadingError(
        f"{name} : le fichier est imbriqué trop profondément pour être lu.",
        "Ouvrez-le et enregistrez-le de nouveau dans un autre format.",
        code="trop-imbrique",
    )


def _unexpected(name: str, error: Exception) -> ReadingError:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return ReadingError(
        f"{name} : la lecture a échoué ({type(error).__name__} : {error} ;"
        f" {Path(place.filename).name}, ligne {place.lineno}).",
        "C'est un défaut du programme ou un fichier endommagé : signalez-le avec ce message.",
        code="lecture-en-echec",
    )


if __name__ == "__main__":
    main()
