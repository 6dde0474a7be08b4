"""Help by telephone: somebody forgot a password, or a case needs a supervisor and there is none.

The post shows ten digits; a duty supervisor elsewhere, who is told who asks and what for, reads ten
others back (`credential.telephone`). Each is good once, for ten minutes and five tries.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.credential.telephone import (
    ANSWER_DIGITS,
    HelpPurpose,
    HelpWanted,
    answer,
    is_answer,
    is_challenge,
    new_challenge,
)
from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.domain.roles import Deed, may
from checkpoint_app.domain.staff import Approval, Session, StaffList, StaffMember
from checkpoint_app.errors import RoleError
from checkpoint_app.services.guard import Approvals, Guard
from checkpoint_app.services.lock_out import LockOut
from checkpoint_app.services.sign_in import as_login, is_login, is_over, session_of
from checkpoint_app.services.stores import SignInShelf, SignInTry, StaffShelf

ASKED_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# So many questions wait for an answer at a time; the oldest goes first.
_MOST_ASKED = 8
_REFERENCE = 8
_LARGEST_NUMBER = 1 << 31
# Wrong answers count apart from wrong passwords: whoever is locked out is who needs help.
_COUNTED_AS = "tel:{login}"


@dataclass(slots=True)
class _Asked:
    challenge: str
    login: str
    case_id: UUID | None
    since: datetime
    left: int = MOST_TRIES


def reference_of(case_id: UUID | None) -> str:
    """What stands for a case on the telephone: the last eight digits of its id, as in lists of
    cases. Empty for none."""
    return "" if case_id is None else case_id.hex[-_REFERENCE:]


class TelephoneHelp:
    """Both ends of it. For several threads. Everything raises StorageError.

    ``random(n)`` gives a number from 0 to n - 1 (`secrets.randbelow`). The lease does not matter
    here: a duty supervisor vouches for the person now. An answer raises RoleError:
    ``sign_in.no_list``, ``sign_in.not_asked`` (no question, used up, too old), ``sign_in.wait``,
    ``sign_in.answer_wrong`` (``left``: tries), ``sign_in.duty_unfit`` (the number is of somebody
    here who is no supervisor, or of whoever asks).
    """

    def __init__(
        self,
        staff: StaffShelf,
        journal: SignInShelf,
        now: Callable[[], datetime],
        port_id: str,
        random: Callable[[int], int],
        approvals: Approvals,
        guard: Guard,
    ) -> None:
        self._staff, self._journal, self._now = staff, journal, now
        self._port_id, self._random = port_id, random
        self._approvals, self._guard = approvals, guard
        self._lock_out, self._lock = LockOut(journal), threading.Lock()
        self._asked: dict[tuple[HelpPurpose, str], _Asked] = {}

    # Where help is needed.

    def challenge(self, login: str, purpose: HelpPurpose, case_id: UUID | None = None) -> str:
        """The ten digits to be read out, in the place of any of before. ``login`` is who asks. For
        OVERRIDE a ``case_id`` must be given, or ValueError is raised."""
        login = as_login(login)
        if (purpose is HelpPurpose.OVERRIDE) != (case_id is not None):
            raise ValueError("an override is of a case, nothing else is")
        now, key = self._now(), _key(purpose, login, case_id)
        with self._lock:
            fresh = _Asked(new_challenge(self._random), login, case_id, now)
            self._asked.pop(key, None)
            self._asked[key] = fresh
            while len(self._asked) > _MOST_ASKED:
                del self._asked[next(iter(self._asked))]
        actor = self._known(login)
        self._journal.audit(now, actor, f"help.asked.{purpose.name.lower()}", _of(case_id))
        return fresh.challenge

    def sign_in_helped(self, login: str, given: str, duty_number: int) -> Session:
        """Somebody gets in by an answer, for one shift, without a second factor. Raises as the
        class says, ``sign_in.wrong`` for somebody who is not on the list, ``sign_in.ended``."""
        login = as_login(login)
        with self._lock:
            staff = self._list()
            helper = self._answered(HelpPurpose.SIGN_IN, login, None, given, duty_number, staff)
            member, now = staff.by_login(login), self._now()
            if member is None:
                raise RoleError("not on the list", key="sign_in.wrong")
            if is_over(member, now):
                raise RoleError("the account has ended", key="sign_in.ended")
            return session_of(member, now, second_factor=False, helped_by=helper)

    def approve_helped(self, given: str, duty_number: int, case_id: UUID) -> Approval:
        """A duty supervisor's word for a case. Raises as the class says."""
        with self._lock:
            staff = self._list()
            helper = self._answered(HelpPurpose.OVERRIDE, "", case_id, given, duty_number, staff)
            return self._approvals.give(helper, case_id, self._now(), by_telephone=True)

    # Where help is given.

    def answer_for(
        self,
        session: Session,
        port_id: str,
        login: str,
        purpose: HelpPurpose,
        challenge: str,
        case_ref: str = "",
    ) -> str:
        """What a supervisor signed in here, with a second factor, reads back to another port.

        Raises RoleError as `Guard`, ``sign_in.no_duty_key`` for a port that nobody here answers
        for, ``sign_in.challenge_misheard``."""
        if self._guard.require(Deed.LIFT_REFUSAL).name != session.login:
            raise RoleError("somebody else is signed in", key="role.forbidden")
        key = self._list().duty_keys.get(port_id)
        if key is None:
            raise RoleError("no key of that port", key="sign_in.no_duty_key")
        challenge = _digits(challenge)
        if not is_challenge(challenge):
            raise RoleError("misheard", key="sign_in.challenge_misheard")
        reference = case_ref.strip().lower() if purpose is HelpPurpose.OVERRIDE else ""
        asker = as_login(login)
        wanted = HelpWanted(port_id, asker, purpose, reference, challenge, session.number)
        named = asker if is_login(asker) else "#"  # anything may have been typed
        detail = f"{purpose.name.lower()} {port_id} {named} {reference}".rstrip()
        self._journal.audit(self._now(), session.login, "help.given", detail)
        return answer(key, wanted)

    def _answered(
        self,
        purpose: HelpPurpose,
        login: str,
        case_id: UUID | None,
        given: str,
        number: int,
        staff: StaffList,
    ) -> str:
        """The name of the supervisor whose answer it is; the question is used up then."""
        key, now = _key(purpose, login, case_id), self._now()
        asked = self._open_question(key, now)
        counted_as = _COUNTED_AS.format(login=asked.login)
        self._lock_out.check(counted_as, now)
        helper = self._helper(staff, asked, number)
        wanted = HelpWanted(
            self._port_id, asked.login, purpose, reference_of(case_id), asked.challenge, number
        )
        asked.left -= 1  # also a try that cannot be written down
        if asked.left <= 0:
            del self._asked[key]
        good = is_answer(staff.help_key, wanted, _digits(given))
        detail = f"{purpose.name.lower()} by {number} {_of(case_id)}".rstrip()
        self._journal.record_sign_in(
            SignInTry(now, counted_as, good=good, how="telephone"),
            "help.taken" if good else "help.bad",
            self._known(asked.login),
            detail,
        )
        if not good:
            raise RoleError("wrong answer", key="sign_in.answer_wrong", left=asked.left)
        self._asked.pop(key, None)
        return helper

    def _open_question(self, key: tuple[HelpPurpose, str], now: datetime) -> _Asked:
        asked = self._asked.get(key)
        if asked is None or not timedelta() <= now - asked.since < ASKED_FOR:
            self._asked.pop(key, None)
            raise RoleError("nothing asked", key="sign_in.not_asked")
        return asked

    def _helper(self, staff: StaffList, asked: _Asked, number: int) -> str:
        """The name of the duty supervisor: a login where the number is of this port, or ``#`` and
        the number, which the answer is bound to."""
        if not 0 <= number < _LARGEST_NUMBER:
            raise RoleError("no service number", key="sign_in.duty_unfit")
        known = next((each for each in staff.members if each.number == number), None)
        if known is None:
            return f"#{number}"
        if known.login == asked.login or not may(known.roles, Deed.LIFT_REFUSAL):
            raise RoleError("no duty supervisor", key="sign_in.duty_unfit")
        return known.login

    def _known(self, login: str) -> str:
        """The login, where it is one: anything may have been typed."""
        staff = self._staff.staff()
        member: StaffMember | None = None if staff is None else staff.by_login(login)
        return "" if member is None else member.login

    def _list(self) -> StaffList:
        staff = self._staff.staff()
        if staff is None:
            raise RoleError("no list of staff", key="sign_in.no_list")
        return staff


def _key(purpose: HelpPurpose, login: str, case_id: UUID | None) -> tuple[HelpPurpose, str]:
    return purpose, login if case_id is None else case_id.hex


def _of(case_id: UUID | None) -> str:
    return "" if case_id is None else str(case_id)


def _digits(text: str) -> str:
    """The digits as they were read out and typed: in groups, Arabic-Indic ones too."""
    return "".join(ascii_digits(text[: 4 * ANSWER_DIGITS]).replace("-", " ").split())
