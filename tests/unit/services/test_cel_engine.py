"""The engine of CEL alone: it works, and nothing of a terminal comes with it."""

from __future__ import annotations

import subprocess
import sys

from checkpoint_app.services.cel_engine import engine


def test_it_compiles_and_executes() -> None:
    program = engine().compile("age >= 18 && port == 'CAI'")
    assert sorted(program.variables()) == ["age", "port"]
    assert program.execute({"age": 20, "port": "CAI"}) is True


def test_it_is_the_packages_own() -> None:
    import cel

    assert cel.compile is engine().compile


def test_threads_that_ask_at_once_load_it_once() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import threading\n"
            "from checkpoint_app.services.cel_engine import engine\n"
            "start, found = threading.Barrier(8), []\n"
            "def ask():\n"
            "    start.wait()\n"
            "    found.append(engine().compile('1 == 1').execute({}))\n"
            "threads = [threading.Thread(target=ask) for _ in range(8)]\n"
            "[each.start() for each in threads]\n"
            "[each.join() for each in threads]\n"
            "print(found == [True] * 8)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "True", said.stderr


def test_no_terminal_comes_with_a_lane() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, checkpoint_app.main\n"
            "print([m for m in ('prompt_toolkit', 'typer', 'numpy', 'sqlite_utils')"
            " if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"
