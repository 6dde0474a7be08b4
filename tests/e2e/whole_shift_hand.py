"""A person at a lane's window: keyboard, mouse, scanner and eyes, over `whole_shift_window`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checkpoint_app.demo.photographs import symbol_page
from checkpoint_app.paths import LanePaths

HAND_MS, WEDGE_MS, FAST_MS = 70, 8, 1
_PATIENCE = 40.0
_CONTROL = 0x04000000
_HERE = Path(__file__).absolute().parents[2]
Sight = Mapping[str, Any]


class Person:
    """At one window. Everything waits until the window shows what follows from it."""

    def __init__(self, process: subprocess.Popen[str], camera: Path, folder: Path) -> None:
        self._process, self._camera, self.folder = process, camera, folder
        self._pictures = 0
        assert self._line() == {"ready": True}

    @classmethod
    def sits_down(
        cls, lane: LanePaths, hub: str, platform: str, variables: Mapping[str, str]
    ) -> Person:
        """Start the window of a lane and wait until it is open."""
        camera, own = (
            lane.root.with_name(f"{lane.root.name}-{name}") for name in ("camera", "files")
        )
        own.mkdir()
        words = ("-m", "tests.e2e.whole_shift_window", lane.root, camera, hub, platform)
        process = subprocess.Popen(
            [sys.executable, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=own,  # where its dialogues begin
            env={**os.environ, "PYTHONPATH": str(_HERE), **variables},
        )
        return cls(process, camera, own)

    # Hands.
    def press(self, *keys: str) -> None:
        """Keys by name (``F12``, ``Return``, ``Down``), a hand's pause between them."""
        marks = {"Return": "\r", "Tab": "\t"}
        self._strike([[key, marks.get(key, ""), 0] for key in keys], HAND_MS)

    def chord(self, key: str) -> None:
        """A key with Control."""
        self._strike([[key, "", _CONTROL]], HAND_MS)

    def type(self, text: str) -> None:
        """A person's typing."""
        self._strike([["", sign, 0] for sign in text], HAND_MS)

    def fill(self, *texts: str) -> None:
        """Fields one after the other, Enter after each."""
        for text in texts:
            self.type(text)
            self.press("Return")

    def click(self, words: str) -> None:
        """The mouse, on whatever button or tab says this."""
        self.wait(lambda _seen: self._ask(click=words)["clicked"], f"a button that says {words}")

    def scan(self, text: str, gap: int = FAST_MS) -> Sight:
        """A scanner that types a text and Enter; what stands when it is answered."""
        before = self.see()["answers"]
        self.wedge(text, gap)
        return self.wait(lambda seen: seen["answers"] > before, f"an answer to {text[:20]}")

    def wedge(self, text: str, gap: int = FAST_MS) -> None:
        """A scanner that types, whoever listens."""
        self._strike([["", sign, 0] for sign in f"{text}\r"], gap)

    def hold_out(self, text: str) -> Sight:
        """A barcode before the camera; what stands when it is answered."""
        before = self.see()["answers"]
        self._pictures += 1
        picture = self._camera / f".{self._pictures:04d}.png"
        picture.write_bytes(symbol_page(text))
        picture.replace(picture.with_name(picture.name[1:]))
        return self.wait(lambda seen: seen["answers"] > before, "an answer to a picture")

    # Eyes.
    def see(self) -> Sight:
        """What is in sight now."""
        return self._ask(see=True)

    def wait(self, held: Callable[[Sight], object], what: str) -> Sight:
        """Look until something is in sight. Raises AssertionError."""
        end = time.monotonic() + _PATIENCE
        while True:
            seen = self.see()
            if held(seen):
                return seen
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}; in sight: {json.dumps(seen, indent=1)}")
            time.sleep(0.03)

    def reads(self, words: str) -> Sight:
        """Wait until these words stand somewhere."""
        return self.wait(lambda seen: says(seen, words), words)

    def comes_to(self, page: str) -> Sight:
        """Wait until a page is in sight."""
        return self.wait(lambda seen: seen["page"] == page, f"the page {page}")

    def settles(self) -> Sight:
        """Wait until what is in sight stays as it is for a moment."""
        seen = self.see()
        while True:
            time.sleep(0.2)
            again = self.see()
            if again == seen:
                return again
            seen = again

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        self._ask(grab=str(self.folder / f"{name}.png"))

    def leaves(self) -> None:
        """Close the window, and wait until it is gone."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait(60) == 0
        self._process.stdout.close()

    def is_thrown_out(self) -> None:
        """The window is gone, whatever it was doing."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
        shutil.rmtree(self._camera, ignore_errors=True)

    def _strike(self, strokes: list[list[Any]], gap: int) -> None:
        self._ask(strike=strokes, gap=gap)

    def _ask(self, **told: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the window is gone"
        found: dict[str, Any] = json.loads(line)
        return found


def says(seen: Sight, words: str) -> bool:
    """Whether these words stand somewhere, whatever marks of direction are between them."""
    return any(words in plain(text) for text in (*seen["texts"], seen["toast"]))


def plain(text: str) -> str:
    """Without marks of direction."""
    return "".join(sign for sign in text if sign not in "\u2066\u2067\u2068\u2069\u200e\u200f")
