"""How long whoever guessed wrong waits before the next try, by what the journal remembers."""

from __future__ import annotations

from datetime import datetime, timedelta

from checkpoint_app.errors import RoleError
from checkpoint_app.services.stores import SignInShelf

# So many tries cost nothing: fingers slip.
FREE_TRIES = 2
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
# All logins together: so many wrong tries in such a time, and nobody tries for a while.
MOST_FAILURES, OVER = 30, timedelta(minutes=10)
_DOUBLINGS = 16


def wait_after(failures: int) -> timedelta:
    """How long a login waits after so many wrong tries in a row: 15 seconds after the third, twice
    as long after each further one, an hour at most."""
    if failures <= FREE_TRIES:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES - 1, _DOUBLINGS)), LONGEST_WAIT)


class LockOut:
    """Asks the journal, so that a restart forgets nothing. Raises StorageError."""

    def __init__(self, journal: SignInShelf) -> None:
        self._journal = journal
        # A failure that lies ahead of the clock (which was put back since) counts from when it was
        # met: nobody waits for years.
        self._met: dict[tuple[str, datetime], datetime] = {}

    def check(self, login: str, now: datetime) -> None:
        """Raises RoleError ``sign_in.wait`` with ``seconds`` while this login, or everybody, must
        wait."""
        left = max(self._of_login(login, now), self._of_all(now))
        if left > timedelta():
            seconds = -(-left // timedelta(seconds=1))
            raise RoleError(f"{seconds} s to wait", key="sign_in.wait", seconds=seconds)

    def _of_login(self, login: str, now: datetime) -> timedelta:
        failed = self._journal.failed_tries(login)
        if failed.last is None:
            return timedelta()
        since = failed.last
        if since > now:
            since = min(self._met.setdefault((login, since), now), now)
        return since + wait_after(failed.count) - now

    def _of_all(self, now: datetime) -> timedelta:
        failures = self._journal.failures_between(now - OVER, now + timedelta(seconds=1))
        if len(failures) < MOST_FAILURES:
            return timedelta()
        return failures[-MOST_FAILURES] + OVER - now
