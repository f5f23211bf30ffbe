"""The errors a user can meet. Each message is French and says what, where and what to do."""

from __future__ import annotations

from corpus.model import Problem


class CorpusError(Exception):
    """A failure that the user can mend; the command line prints it without a traceback."""

    def __init__(self, message: str, remedy: str = "", *, code: str = "erreur") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy

    def as_problem(self, path: str | None = None) -> Problem:
        """The same failure as a fact that is stored and shown in the closing table."""
        return Problem(code=self.code, message=self.message, remedy=self.remedy, path=path)


class ReadingError(CorpusError):
    """A file could not be read at all (empty, encrypted, truncated, mislabelled, too large)."""


class RuleError(CorpusError):
    """A rule set cannot be used."""


class WorkspaceError(CorpusError):
    """The folder is not a workspace, or one of its files is wrong."""


class StoreError(CorpusError):
    """The database is missing, of another version, or locked."""
