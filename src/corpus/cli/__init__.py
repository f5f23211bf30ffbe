"""The command line: a thin skin; each command is one call of the library."""

from __future__ import annotations

from corpus.cli.main import main

__all__ = ["main"]
