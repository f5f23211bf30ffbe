"""Doing many files at once, in bare `python -m corpus.workers` processes.

Plain processes and not `multiprocessing`: a script that calls `build` needs no guard around its
main part, nothing is forked with its threads, and when a worker dies the file that killed it is
known.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from corpus.packing import pack, unpack
from corpus.work import Task, process

Done = Callable[[Task], None]


class Worker:
    """One process that does tasks, started when it is first needed and again after a death."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def do(self, task: Task) -> bool:
        """Do `task`; False when the process died over it."""
        if self._process is None:
            self._process = _start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(_sent(task)) + "\n")
            self._process.stdin.flush()
            if self._process.stdout.readline() == "\n":
                return True
        except OSError:
            pass
        self.close()
        return False

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.kill()
        self._process.wait()
        self._process = None


def run(tasks: list[Task], workers: int, done: Done) -> list[Task]:
    """Do `tasks` with so many workers, calling `done` in this thread after each; gives those whose
    worker died."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    finished: queue.SimpleQueue[tuple[Task, bool]] = queue.SimpleQueue()
    pool = [Worker() for _ in range(workers)]
    threads = [
        threading.Thread(target=_serve_queue, args=(worker, waiting, finished), daemon=True)
        for worker in pool
    ]
    try:
        for thread in threads:
            thread.start()
        lost: list[Task] = []
        for _ in tasks:
            task, fine = finished.get()
            if not fine:
                lost.append(task)
            done(task)
        return lost
    finally:
        for worker in pool:
            worker.close()


def _serve_queue(
    worker: Worker,
    waiting: queue.SimpleQueue[Task],
    finished: queue.SimpleQueue[tuple[Task, bool]],
) -> None:
    while True:
        try:
            task = waiting.get_nowait()
        except queue.Empty:
            return
        fine = False
        try:
            fine = worker.do(task)
        finally:
            finished.put((task, fine))


def _start() -> subprocess.Popen[str]:
    # The same package as here, wherever it was imported from.
    source = str(Path(__file__).resolve().parent.parent)
    paths = [source, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    return subprocess.Popen(
        [sys.executable, "-m", "corpus.workers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def _sent(task: Task) -> list[object]:
    paths = [str(task.path), str(task.rules), str(task.cache)]
    return [paths, task.relative, task.sha256, pack(task.sidecar), task.ocr, task.version]


def _received(line: str) -> Task:
    from corpus.sidecar import Sidecar

    (path, rules, cache), relative, sha256, sidecar, ocr, version = json.loads(line)
    return Task(
        path=Path(path),
        relative=relative,
        sha256=sha256,
        sidecar=unpack(Sidecar, sidecar),
        ocr=ocr,
        rules=Path(rules),
        version=version,
        cache=Path(cache),
    )


def main() -> None:
    """Do the tasks that standard input names, one a line, until it ends."""
    answers = _private_output()
    for line in sys.stdin:
        process(_received(line))
        answers.write("\n")
        answers.flush()


def _private_output() -> IO[str]:
    """The answers' pipe, out of reach of libraries that print."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    return answers


if __name__ == "__main__":
    main()
