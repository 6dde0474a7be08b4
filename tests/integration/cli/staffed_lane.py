"""A lane's folder whose port has a list of staff, and people who type commands at it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from checkpoint_app import cli
from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList, StaffMember
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.passwords import Cost, hash_password
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import PORT, Done, good, serving

PASSWORD, SECRET = "open sesame", b"12345678901234567890"
_PHC = hash_password(PASSWORD, Cost(kib=8, passes=1, lanes=1))
_CODED = (Role.SUPERVISOR, Role.IT)
# One person of each role, and a second supervisor.
PEOPLE = {role.value: role for role in Role} | {"other": Role.SUPERVISOR}


def enrolled(folder: Path) -> Path:
    """A lane that never synced."""
    registry, lane = folder / "registry", folder / "lane"
    good("registry", "init", "--demo", "--data", registry)
    given = good(
        "registry", "enrol-code", "--port", PORT, "--lane", "7", "--json", "--data", registry
    )
    with serving(registry) as address:
        root = RegistryPaths(registry).root_metadata
        code = json.loads(given)["code"]
        enrol = ("enrol", "--registry", address, "--code", code, "--root", root, "--data", lane)
        good(*enrol, "--demo-root")
    return lane


def staff_list(issued: datetime, version: int = 1) -> StaffList:
    members = tuple(
        StaffMember(
            number,
            login,
            f"اسم {login}",
            f"Name {login}",
            frozenset({role}),
            _PHC,
            SECRET if role in _CODED else b"",
        )
        for number, (login, role) in enumerate(PEOPLE.items(), start=1)
    )
    return StaffList(version, issued.replace(microsecond=0), members, bytes(32))


@dataclass
class Clock(SystemClock):
    """A clock that is moved on by hand, so that each code is a new one."""

    off: timedelta = timedelta()

    def now(self) -> datetime:
        return super().now() + self.off


class Terminal(io.StringIO):
    """Standard input at which a person sits."""

    def isatty(self) -> bool:
        return True


@dataclass
class StaffedLane:
    """The lane, and whoever types."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    @property
    def paths(self) -> LanePaths:
        return LanePaths(self.folder)

    def send_list(self, *, version: int = 1, age: timedelta = timedelta()) -> None:
        with open_stores(self.paths, self.clock) as stores:
            now = self.clock.now()
            stores.staff.take_staff(staff_list(now - age, version), now)

    def typed(self, login: str) -> str:
        """What somebody types to sign in: the password, and a code that was not used before."""
        self.clock.off += timedelta(seconds=31)
        coded = PEOPLE[login] in _CODED
        return f"{PASSWORD}\n" + (f"{self.code()}\n" if coded else "")

    def code(self) -> str:
        at = int(self.clock.now().timestamp())
        return TOTP(SECRET, 6, SHA1(), 30).generate(at).decode()

    def run(self, *words: str | Path, login: str = "", said: str = "", lang: str = "en") -> Done:
        """Type a command, signed in as somebody where one is named."""
        typed = self.typed(login) if login else ""
        who = ("--login", login) if login else ()
        return self.raw(*words, *who, said=typed + said, lang=lang)

    def raw(
        self,
        *words: str | Path,
        said: str = "",
        lang: str = "en",
        stdin: TextIO | None = None,
    ) -> Done:
        out, err = io.StringIO(), io.StringIO()
        given = [*map(str, words), "--lang", lang, "--data", str(self.folder)]
        stdin = stdin or io.StringIO(said)
        code = cli.main(given, stdin=stdin, out=out, err=err, variables={}, clock=self.clock)
        return Done(code, out.getvalue(), err.getvalue())

    def audited(self, action: str) -> list[str]:
        with open_stores(self.paths, self.clock) as stores:
            return [detail for _, detail in stores.journal.audited(action)]
