"""Why somebody was not let in, in words, with what is to be waited."""

from __future__ import annotations

from datetime import timedelta

from checkpoint_app.errors import CheckpointError
from ui.lane.views import Mark
from ui.sign_in.views import TroubleView
from ui.wording.remarks import complaint
from ui.wording.tongue import Tongue, fill


def present_trouble(error: CheckpointError, tongue: Tongue) -> TroubleView:
    """The sentence of the error; a wait among its params (``seconds``) is counted down."""
    return TroubleView(complaint(error, tongue), Mark.BAD, seconds_of(error))


def seconds_of(error: CheckpointError) -> int:
    """How long the error asks to wait; 0 where it does not."""
    seconds = error.params.get("seconds", 0)
    return max(0, int(seconds)) if isinstance(seconds, int | float) else 0


def countdown(seconds: int, tongue: Tongue) -> str:
    """``Try again in 1:05``."""
    return fill(tongue.translate("SignIn", "Try again in {time}"), time=clock_span(seconds, tongue))


def clock_span(seconds: int, tongue: Tongue) -> str:
    """Minutes and seconds, ``9:05``; it runs left to right in either language."""
    minutes, rest = divmod(int(timedelta(seconds=max(0, seconds)).total_seconds()), 60)
    return tongue.digits(f"{minutes}:{rest:02d}")
