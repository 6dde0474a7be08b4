#!/usr/bin/env python3
"""Set-up of a machine, and the README's two commands. The standard library only.

    python3 installer/bootstrap.py demo [ARGUMENT...]     set up, then `checkpoint demo ARGUMENT...`
    python3 installer/bootstrap.py test [--full] [PYTEST_ARGUMENT...]
                                                          set up, then every check and test
    python3 installer/bootstrap.py setup [--dev]          set up only

Set-up makes `.venv` beside this folder: pinned and hashed packages by pip (with pip's own
configuration), the project itself by a path file and its `checkpoint` command, and the Debian
libraries that the packages' wheels expect of a desktop. A stamp in `.venv` tells the next run that
nothing is left to do; without one, or with another Python, it is made again.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP_NAME = "umrah-setup.json"
UNFINISHED_NAME = "umrah-setup-unfinished"
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}

# What the wheels load from the system: the file that the loader looks for, and Debian's package.
# The last seven are what a window on a real screen (X11) needs.
SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libzbar.so.0": "libzbar0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
# Programs that only tests need: a screen without glass, for the window as people have it, and its
# keyboard layouts.
TEST_PROGRAMS = {"Xvfb": "xvfb", "setxkbmap": "x11-xkb-utils"}
# Variables that would make the new environment's Python look elsewhere.
FOREIGN_VARIABLES = (
    *("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"),
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
)


class SetupError(Exception):
    """Set-up cannot go on; the text says in both languages what a person can do."""


@dataclass(frozen=True)
class Stamp:
    """What a finished set-up was made from. Equal stamps mean nothing is left to do."""

    kind: str  # "run" or "dev"; dev holds everything that run holds
    requirements: str  # SHA-256 over both requirement files
    python: str  # version and place of the Python that it was made with
    place: str  # scripts in an environment name its folder: one that was moved is of no use


class Work(Enum):
    """What is left to do on the environment."""

    NOTHING = "nothing"
    ADD = "add"  # sound, but packages are missing
    BUILD = "build"  # there is none
    REBUILD = "rebuild"  # there is one, of no use


@dataclass(frozen=True)
class Found:
    """The environment as it lies on disk. ``stamp`` is None without a readable one."""

    exists: bool
    runs: bool  # has its Python, of this version
    unfinished: bool  # a set-up began there and did not end
    stamp: Stamp | None


def work_left(found: Found, wanted: Stamp) -> Work:
    """What takes the environment from what was found to what is wanted."""
    if not found.exists:
        return Work.BUILD
    if not found.runs or found.unfinished:
        return Work.REBUILD
    if found.stamp is None:
        return Work.ADD  # made by hand: completed, not thrown away
    same = (found.stamp.requirements, found.stamp.python, found.stamp.place)
    if same != (wanted.requirements, wanted.python, wanted.place):
        return Work.REBUILD
    enough = found.stamp.kind == "dev" or wanted.kind == "run"
    return Work.NOTHING if enough else Work.ADD


def main(arguments: Sequence[str]) -> int:
    """Carry out one word. Returns the exit code of what it ran; 2 for a word that is unknown."""
    word, rest = (arguments[0] if arguments else ""), list(arguments[1:])
    if word not in WORDS:
        print(__doc__)
        return 0 if word in ("-h", "--help") else 2
    try:
        return WORDS[word](rest)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        tell("Stopped. Run the same command again to go on.", "توقّف. أعد الأمر نفسه للمتابعة.")
        return 130


def demo(arguments: list[str]) -> int:
    """Set up, then hand over to `checkpoint demo`."""
    set_up("run")
    return hand_over([str(venv_python()), "-P", "-m", "checkpoint_app", "demo", *arguments])


def test(arguments: list[str]) -> int:
    """Set up, then run every check, pytest last. Returns 1 when any of them failed."""
    full = "--full" in arguments
    given = [argument for argument in arguments if argument != "--full"]
    set_up("dev")
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        tell(f"Failed so far: {', '.join(failed)}", f"أخفق حتى الآن: {'، '.join(failed)}")
    chosen = ["--hypothesis-profile=full"] if full else ["-m", "not full"]
    tested = run([str(venv_python()), "-m", "pytest", *SIDE_BY_SIDE, *chosen, *given])
    return 1 if failed and tested == 0 else tested


def setup(arguments: list[str]) -> int:
    """Set up only; with --dev also what checks and tests need."""
    set_up("dev" if "--dev" in arguments else "run")
    tell("Ready.", "جاهز.")
    return 0


WORDS: Mapping[str, Callable[[list[str]], int]] = {"demo": demo, "test": test, "setup": setup}
# Each file of tests in one process, so that what it builds once is built once.
SIDE_BY_SIDE = (
    *("-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile"),
    "--no-loadscope-reorder",  # the long stories come first, not alone at the end
)
CHECKS: Mapping[str, tuple[str, ...]] = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "layers": ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
    "types": ("-m", "mypy"),
}


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check; its output is shown only when it fails."""
    done = captured([str(venv_python()), *command])
    good = done.returncode == 0
    if not good:
        print(done.stdout.decode("utf-8", "replace"))
    print(f"check {name:<8} {'passed' if good else 'FAILED'}", flush=True)
    return good


def set_up(kind: str) -> None:
    """Bring machine and environment to what ``kind`` needs. Raises SetupError."""
    packages = missing_packages(kind)
    with only_one_at_a_time():
        wanted = wanted_stamp(kind)
        work = work_left(look(), wanted)
        if work in (Work.BUILD, Work.REBUILD) and importlib.util.find_spec("ensurepip") is None:
            packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
        if packages:
            install_system_packages(packages)
        if work is not Work.NOTHING:
            make_environment(work, wanted)


def wanted_stamp(kind: str) -> Stamp:
    """The stamp that a finished set-up of this kind has, here and now."""
    digest = hashlib.sha256()
    for name in sorted(REQUIREMENTS.values()):
        digest.update((ROOT / "installer" / name).read_bytes())
    python = f"{sys.version_info[0]}.{sys.version_info[1]} {Path(sys.base_prefix)}"
    return Stamp(kind, digest.hexdigest(), python, str(VENV))


def look() -> Found:
    """The environment as it lies on disk, without starting anything."""
    unfinished = (VENV / UNFINISHED_NAME).exists()
    return Found(os.path.lexists(VENV), environment_runs(), unfinished, read_stamp())


def environment_runs() -> bool:
    """True when the environment has a Python, of this version, and its pip."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    settings = {key.strip(): value.strip() for key, _, value in (x.partition("=") for x in lines)}
    version = settings.get("version", settings.get("version_info", ""))
    same = version.split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    return same and venv_python().exists() and (site_packages() / "pip").is_dir()


def read_stamp() -> Stamp | None:
    """The stamp in the environment, or None when there is none that can be read."""
    try:
        return Stamp(**json.loads((VENV / STAMP_NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def make_environment(work: Work, wanted: Stamp) -> None:
    """Make or complete `.venv`, and stamp it last. Raises SetupError."""
    if work is Work.REBUILD:
        tell("Making .venv again: it was stale or unfinished.", "يعاد إنشاء ‎.venv‎.")
        remove(VENV)
    if work is not Work.ADD:
        tell("Making .venv …", "إنشاء ‎.venv‎ …")
        VENV.mkdir()
        (VENV / UNFINISHED_NAME).touch()
        must_run([sys.executable, "-m", "venv", str(VENV)])
    (VENV / STAMP_NAME).unlink(missing_ok=True)
    (VENV / UNFINISHED_NAME).touch()
    tell(
        "Installing pinned packages (some 200 MB the first time) …",
        "تثبيت الحزم المحددة (نحو ٢٠٠ م.ب. أول مرة) …",
    )
    listed = ROOT / "installer" / REQUIREMENTS[wanted.kind]
    must_run([str(venv_python()), *PIP_INSTALL, "-r", str(listed)])
    link_project()
    text = json.dumps(asdict(wanted), indent=1)
    (VENV / STAMP_NAME).write_text(text, "utf-8")
    (VENV / UNFINISHED_NAME).unlink()


# Wheels only: building from source would fetch build tools that no hash names.
PIP_INSTALL = (
    *("-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary=:all:"),
    *("--disable-pip-version-check", "--no-input", "--quiet"),
)


def remove(place: Path) -> None:
    """Remove a folder, or whatever else took its place."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


def link_project() -> None:
    """Put the sources on the environment's path, and the `checkpoint` command beside its Python.

    No build backend takes part: an environment for use holds only what the program imports.
    """
    (site_packages() / "umrah_checkpoint.pth").write_text(f"{ROOT}\n", "utf-8")
    call = "from checkpoint_app.__main__ import run; run()"
    if os.name == "nt":
        line = f'@"%~dp0python.exe" -P -c "{call}" %*\n'
        (VENV / "Scripts" / "checkpoint.cmd").write_text(line, "utf-8")
        return
    script = VENV / "bin" / "checkpoint"
    script.write_text(f'#!/bin/sh\nexec "{venv_python()}" -P -m checkpoint_app "$@"\n', "utf-8")
    script.chmod(0o755)


def venv_python() -> Path:
    """The environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages() -> Path:
    """The environment's folder of packages."""
    if os.name == "nt":
        return VENV / "Lib" / "site-packages"
    return VENV / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"


def missing_packages(kind: str) -> list[str]:
    """Debian packages of the libraries that do not load and, for ``dev``, of the programs that are
    not found; empty where there is no apt."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None:
        return []
    missing = [package for file, package in SYSTEM_LIBRARIES.items() if not loads(file)]
    programs = TEST_PROGRAMS if kind == "dev" else {}
    return missing + [package for name, package in programs.items() if not shutil.which(name)]


def loads(file: str) -> bool:
    """True when the system's loader finds this library and what it needs."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def install_system_packages(packages: Sequence[str]) -> None:
    """Install Debian packages. Raises SetupError with the line to run when this user may not."""
    by_hand = f"apt-get update && apt-get install -y {' '.join(packages)}"
    prefix = authority()
    if shutil.which("apt-get") is None or prefix is None:
        raise SetupError(both(f"Run as root:\n\n    {by_hand}\n", "شغّل السطر أعلاه بصلاحية الجذر."))
    tell(f"Installing {' '.join(packages)} …", "تثبيت مكتبات النظام الناقصة …")
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if lists_are_empty() or captured(install).returncode != 0:
        captured([*prefix, "apt-get", "update", "-qq"])
        tried = captured(install)
        if tried.returncode != 0:
            print(tried.stdout.decode("utf-8", "replace"))
            raise SetupError(
                both(
                    f"apt could not install them. Once it can, run as root:\n\n    {by_hand}\n",
                    "تعذر التثبيت. شغّل السطر أعلاه بصلاحية الجذر عند توفر الشبكة.",
                )
            )


def authority() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks nothing, else None."""
    keep = "DEBIAN_FRONTEND=noninteractive"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ["env", keep]
    if shutil.which("sudo") and captured(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n", "env", keep]
    return None


def lists_are_empty() -> bool:
    """True when apt knows no packages yet, as in a new container."""
    return not any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def own_environment() -> dict[str, str]:
    """This process's variables, without those that lead a Python away from its environment or from
    the compiled sources that let the program start in a fraction of the time."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}


def run(command: Sequence[str]) -> int:
    """Run a program in the project's folder; returns its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=own_environment()).returncode


def captured(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a program in the project's folder, its output kept for whoever needs it."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=own_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def must_run(command: Sequence[str]) -> None:
    """Run a program that has to succeed. Raises SetupError; its own output says why."""
    if run(command) != 0:
        raise SetupError(
            both(
                "That step failed; the lines above say why. Run the same command to try again.",
                "أخفقت الخطوة؛ السبب في الأسطر السابقة. أعد الأمر نفسه للمحاولة.",
            )
        )


def hand_over(command: list[str]) -> int:
    """Become this program, so that signals and exit code are its own; wait for it on Windows."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, own_environment())
    return subprocess.run(command, env=own_environment()).returncode


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Wait while another set-up of this folder is under way (the lock ends with its process)."""
    if os.name == "nt":
        yield
        return
    import fcntl  # absent on Windows

    with Path(__file__).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def both(english: str, arabic: str) -> str:
    """One message in both languages, each on its own line."""
    return f"{english}\n{arabic}"


def tell(english: str, arabic: str) -> None:
    """Say what is going on."""
    print(both(english, arabic), flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Python 3.11 or newer is needed. / يلزم بايثون ٣٫١١ أو أحدث.")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text file
    sys.exit(main(sys.argv[1:]))
