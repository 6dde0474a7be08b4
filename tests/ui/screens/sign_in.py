"""Sign-in, the shift, the lock, the hand-over: over the real services, with people in memory."""

from __future__ import annotations

from dataclasses import replace

from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.shift import ShiftCounts
from checkpoint_app.offices.sign_in import SignInOffices
from tests.ui.screens.shots import Scene, shot
from tests.ui.sign_in.staffed import PLACE, Post
from tests.unit.services.staffing import PASSWORD, SECRET, person, staff_list
from ui.sign_in.answer_desk import AnsweringDesk
from ui.sign_in.answer_page import AnswerPage
from ui.sign_in.desk import SignInDesk
from ui.sign_in.port import ShiftReview

_COUNTS = ShiftCounts(
    scans=412,
    by_kind={
        MovementKind.DEPARTED: 388,
        MovementKind.REFERRED: 17,
        MovementKind.REFUSED: 2,
        MovementKind.DEFERRED: 5,
    },
    verdicts={"CLEAR": 388, "REFER": 20, "REFUSE": 2, None: 2},
    annulled=3,
    automatic=361,
    open_cases=4,
    deferred=9,
    seconds=6.4,
)


class Morning(SignInOffices):
    """A shift that has worked."""

    def review(self) -> ShiftReview:
        return replace(super().review(), counts=_COUNTS)


def people(post: Post) -> None:
    """Who may sign in, with names as people have them."""
    both = (Role.OFFICER, Role.SECOND_LINE)
    post.staff.held = staff_list(
        person(41207, "h.salem", Role.OFFICER, name_ar="هدى سالم", name_en="Hoda Salem"),
        person(41319, "k.fahmy", *both, name_ar="كريم فهمي", name_en="Karim Fahmy"),
        person(
            *(40012, "m.hassan", Role.SUPERVISOR),
            totp=SECRET,
            name_ar="منى حسن",
            name_en="Mona Hassan",
        ),
    )


def opened(scene: Scene) -> tuple[Post, SignInDesk]:
    """The desk of a post where nobody has signed in yet."""
    post = Post()
    people(post)
    desk = SignInDesk(Morning(post.office._of), PLACE, scene.room, scene.window)
    scene.put("sign_in", desk.page, bare=True)
    desk.open()
    scene.at_end(desk.close)
    scene.settle()
    return post, desk


def sign_in(scene: Scene, desk: SignInDesk, login: str, password: str = PASSWORD) -> None:
    """Type and press."""
    page = desk.sign_in
    page.person.login.set_text(login)
    page.person.password.set_text(password)
    page.first.click()
    scene.settle()


def working(scene: Scene, login: str = "h.salem") -> tuple[Post, SignInDesk]:
    """Signed in, a shift begun two hours ago."""
    post, desk = opened(scene)
    sign_in(scene, desk, login)
    desk.shift_page.first.click()
    scene.settle()
    post.now.later(hours=2, minutes=10)
    return post, desk


@shot("sign-in")
def empty(scene: Scene) -> None:
    opened(scene)


@shot("sign-in-lacks")
def lacks(scene: Scene) -> None:
    _, desk = opened(scene)
    desk.sign_in.first.click()


@shot("sign-in-wrong")
def wrong(scene: Scene) -> None:
    _, desk = opened(scene)
    sign_in(scene, desk, "h.salem", "no")


@shot("sign-in-waits")
def waits(scene: Scene) -> None:
    _, desk = opened(scene)
    while not desk.sign_in.waits:
        sign_in(scene, desk, "h.salem", "no")


@shot("sign-in-code")
def code(scene: Scene) -> None:
    _, desk = opened(scene)
    sign_in(scene, desk, "m.hassan")


@shot("sign-in-lease")
def lease(scene: Scene) -> None:
    """The staff list is about to run out."""
    post, desk = opened(scene)
    held = post.staff.held
    assert held is not None
    post.now.at = held.issued + held.lease * 0.9
    desk.open()


@shot("sign-in-telephone")
def telephone(scene: Scene) -> None:
    _, desk = opened(scene)
    desk.sign_in.person.login.set_text("h.salem")
    desk.sign_in.second.click()


@shot("shift")
def shift(scene: Scene) -> None:
    _, desk = opened(scene)
    sign_in(scene, desk, "h.salem")


@shot("shift-of-two-roles")
def two_roles(scene: Scene) -> None:
    _, desk = opened(scene)
    sign_in(scene, desk, "k.fahmy")


@shot("locked")
def locked(scene: Scene) -> None:
    _, desk = working(scene)
    desk.lock()
    scene.settle()


@shot("locked-scanned")
def locked_scanned(scene: Scene) -> None:
    _, desk = working(scene)
    desk.lock()
    desk.scanned("a permit")
    desk.lock_page.password.set_text("no")
    desk.lock_page.first.click()


@shot("hand-over")
def hand_over(scene: Scene) -> None:
    _, desk = working(scene)
    desk.hand_over()


@shot("shift-ends")
def shift_ends(scene: Scene) -> None:
    _, desk = working(scene)
    desk.end_shift()


@shot("answering")
def answering(scene: Scene) -> None:
    """A duty supervisor answers for another port."""
    post, desk = opened(scene)
    page = desk.sign_in
    page.person.code.set_text(post.code())
    sign_in(scene, desk, "m.hassan")
    answers = AnsweringDesk(Morning(post.office._of), scene.room, desk)
    assert isinstance(answers.page, AnswerPage)
    scene.put("answering", answers.page)
    answers.open()
    scene.at_end(answers.close)
    scene.settle()
    answers.page.login.set_text("ali")
    answers.page.challenge.set_text("123 456 789 7")
    answers.page.make.click()
