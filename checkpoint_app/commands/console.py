"""What commands say: sentences of the catalogue in the chosen language, or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import error_message, message


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of a command and the language it speaks (``ar`` or ``en``)."""

    out: TextIO
    err: TextIO
    lang: str

    def say(self, key: str, **params: object) -> None:
        """One sentence of the catalogue."""
        self.line(message(key, self.lang, **params))

    def line(self, text: str) -> None:
        """One line as it is, seen at once by whoever reads the stream."""
        self.out.write(f"{text}\n")
        self.out.flush()

    def object(self, value: Mapping[str, object]) -> None:
        """One JSON object on one line."""
        self.line(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def fail(self, error: CheckpointError) -> None:
        """The one sentence of an error."""
        self.warn(error_message(error, self.lang))

    def warn(self, text: str) -> None:
        """One line beside the answers."""
        self.err.write(f"{text}\n")
        self.err.flush()


def printable(text: str) -> str:
    """Foreign text for a terminal: signs that steer it or turn its direction become escapes."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
