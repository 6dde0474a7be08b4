"""The lane: every verdict, cards over it, the staffed bar, the strip of orders."""

from __future__ import annotations

from functools import partial

from tests.ui.lane import samples
from tests.ui.screens.shots import Scene, shot
from ui.lane.views import Tone

_OFFICER = frozenset({"Capt. Hany Mostafa", "نقيب هاني مصطفى"})


def show(scene: Scene, tone: Tone, *, longest: bool = False) -> None:
    """The lane with this verdict and a morning's scans."""
    tongue = scene.tongue
    scene.window.show_bar(samples.bar(tongue, crowded=longest))
    scene.window.show_scans(samples.scans(tongue))
    scene.window.show_verdict(samples.verdict(tone, tongue, longest=longest))
    scene.settle()


for _tone in Tone:
    shot(f"lane-{_tone.value}")(partial(show, tone=_tone))

shot("lane-longest", may_give_way=_OFFICER)(partial(show, tone=Tone.REFUSE, longest=True))
