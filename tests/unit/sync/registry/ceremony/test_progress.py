"""Which step comes when, and what is refused out of turn."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import messages
from sync.registry.ceremony.draft import make_draft
from sync.registry.ceremony.lines import step_lines
from sync.registry.ceremony.progress import (
    REFUSALS,
    Act,
    Ceremony,
    DoneFile,
    Stage,
    refuse_out_of_turn,
    stage_of,
    steps,
)
from sync.registry.ceremony.public_key import SEATS
from sync.registry.ceremony.sign import sign
from tests.unit.sync.registry.ceremony.samples import ID, KEYS, NOW, genesis, genesis_plan, half

MADE = {seat: half(seat) for seat in SEATS}
DRAFT = make_draft(genesis_plan(), {seat: KEYS[seat].key for seat in SEATS})


def signed(*seats: str) -> Ceremony:
    """The first ceremony, signed by these."""
    ceremony = genesis(made=MADE, draft=DRAFT)
    for seat in seats:
        more = sign(ceremony, KEYS[seat], seat, NOW)
        ceremony = genesis(made=MADE, draft=DRAFT, signatures=(*ceremony.signatures, *more))
    return ceremony


AT_STAGE = {
    Stage.KEYS: genesis(made={seat: MADE[seat] for seat in SEATS[:5]}),
    Stage.SIGNATURES: signed("root-1", "root-2", "targets-2"),
    Stage.FINISH: signed("root-1", "root-3", "targets-2", "targets-3"),
    Stage.DONE: genesis(made=MADE, draft=DRAFT, done=DoneFile(ID, "2026-11-23T09:00:00Z")),
}


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_is_told_from_what_there_is(stage: Stage) -> None:
    assert stage_of(AT_STAGE[stage]) is stage


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", Act)
def test_each_act_fits_its_stages_only(stage: Stage, act: Act) -> None:
    fitting = {Act.MAKE: {Stage.KEYS}, Act.SIGN: {Stage.SIGNATURES, Stage.FINISH}}
    fitting[Act.FINISH] = {Stage.FINISH}
    if stage in fitting[act]:
        refuse_out_of_turn(AT_STAGE[stage], act)
        return
    with pytest.raises(ConfigError) as caught:
        refuse_out_of_turn(AT_STAGE[stage], act)
    assert caught.value.key == REFUSALS[stage, act]
    assert caught.value.key in messages()


def test_whoever_may_still_sign_is_named() -> None:
    waiting = [step for step in steps(AT_STAGE[Stage.SIGNATURES]) if not step.is_done]
    assert [(step.what, step.seats) for step in waiting] == [
        ("targets", ("targets-1", "targets-3")),
        ("genesis", ()),
    ]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_steps_read_as_a_list_with_one_next(lang: str) -> None:
    lines = list(step_lines(steps(signed("root-2")), lang))
    assert [line.split(".")[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert sum("NEXT" in line or "التالي" in line for line in lines) == 1
    assert not any("…" in line for line in lines)


def test_more_signatures_than_needed_are_welcome() -> None:
    assert stage_of(signed("root-1", "root-2", "root-3", "targets-1", "targets-2")) is Stage.FINISH
