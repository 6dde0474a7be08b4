"""Sentences of the message catalogue as the windows say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoint_app.reference import message

if TYPE_CHECKING:
    from checkpoint_app.errors import CheckpointError
    from ui.wording.tongue import Tongue


def remark(key: str, tongue: Tongue, **values: object) -> str:
    """The sentence of a key in this language and its digits. A value that is a number is written
    so too; a path or a code stays as it is, apart from the sentence around it."""
    told = {name: _told(value, tongue) for name, value in values.items()}
    return tongue.digits(message(key, tongue.language, **told))


def complaint(error: CheckpointError, tongue: Tongue) -> str:
    """The sentence that an error carries."""
    return remark(error.key, tongue, **error.params)


def _told(value: object, tongue: Tongue) -> str:
    text = str(value)
    foreign = tongue.right_to_left and text.isascii() and not text.isdigit()
    return tongue.code(text) if foreign else text
