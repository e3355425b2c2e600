"""What can go wrong, told in one message: what, where, why, and the command that mends it."""

from __future__ import annotations

from otklik.sentences import Sentence, tell


class OtklikError(Exception):
    """A mistake an ordinary user can make. The CLI prints it without a traceback.

    ``message`` and ``mend`` are templates of a ``Sentence`` for the ``values``, or are sentences;
    ``mend`` is the flag or command that settles it, and is printed on its own line.
    """

    exit_code = 3

    def __init__(self, message: str, *, mend: str | None = None, **values: object) -> None:
        self.message = _made(message, values)
        self.mend = None if mend is None else _made(mend, values)
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The whole of it in the language ('ru' or 'en')."""
        mend = "" if self.mend is None else f"\n  → {tell(self.mend, language)}"
        return tell(self.message, language) + mend


class UsageError(OtklikError):
    """The call itself is wrong: an unknown option value, a score kind that does not exist."""

    exit_code = 2


class UndecidedError(UsageError):
    """Something could be read in two ways that turn the result upside down; the user must say which."""


class InputError(OtklikError):
    """The input cannot be read: broken file, unknown format, nothing in it."""


class ColumnError(InputError):
    """A column that is needed is missing."""


class JoinError(InputError):
    """Two tables cannot be joined as asked."""


class TaxonomyError(InputError):
    """The taxonomy file breaks its schema or holds a pattern that cannot be compiled."""


class ModelError(OtklikError):
    """A model artefact is missing, damaged, or made by another version of the features."""


def _made(text: str, values: dict[str, object]) -> Sentence:
    return text if isinstance(text, Sentence) else Sentence(text, **values)
