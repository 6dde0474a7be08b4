"""The permit token: what a check of it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    Rejection,
)
from checkpoint_app.credential.keys import IssuerKey, IssuerKeyring
from checkpoint_app.credential.token import check_token, issue_token
from checkpoint_app.domain.facts import TokenState
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, NOW, RING

KEY = KEYS[EnvelopeType.TOKEN]
CLAIMS = samples.claims()
TOKEN = issue_token(CLAIMS, KEY)


def ring(valid_from=samples.KEYS_FROM, valid_until=samples.KEYS_UNTIL, revoked_at=None):
    key = IssuerKey(EnvelopeType.TOKEN, KEY.public_bytes, valid_from, valid_until, revoked_at)
    return IssuerKeyring([key])


@pytest.mark.requirement("C2")
def test_a_genuine_token_gives_its_claims():
    check = check_token(TOKEN, RING, number=CLAIMS.number)
    assert (check.state, check.claims, check.schema) == (TokenState.GENUINE, CLAIMS, 1)
    assert not check.newer_format
    assert len(TOKEN) < 220


def test_another_number_around_it_is_a_bad_signature():
    check = check_token(TOKEN, RING, number=samples.permit_number(2))
    assert (check.state, check.claims) == (TokenState.BAD_SIGNATURE, None)
    assert check.reason is Rejection.WRONG_NUMBER


def test_a_flipped_bit_is_a_bad_signature():
    check = check_token(TOKEN[:-1] + bytes([TOKEN[-1] ^ 1]), RING)
    assert (check.state, check.reason) == (TokenState.BAD_SIGNATURE, Rejection.BAD_SIGNATURE)
    assert check_token(b"", RING).state is TokenState.BAD_SIGNATURE


def test_a_key_that_is_not_on_the_ring_is_an_unknown_issuer():
    foreign = issue_token(CLAIMS, samples.key_for(EnvelopeType.TOKEN, "stranger"))
    assert check_token(foreign, RING).state is TokenState.UNKNOWN_ISSUER


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        (ring(), TokenState.GENUINE),
        (ring(valid_from=CLAIMS.issued), TokenState.GENUINE),
        (ring(valid_from=CLAIMS.issued + timedelta(seconds=1)), TokenState.ISSUER_KEY_EXPIRED),
        (ring(valid_until=CLAIMS.issued), TokenState.ISSUER_KEY_EXPIRED),
        (ring(valid_until=CLAIMS.issued + timedelta(seconds=1)), TokenState.GENUINE),
        (ring(revoked_at=CLAIMS.issued), TokenState.ISSUER_KEY_EXPIRED),
        (ring(revoked_at=NOW), TokenState.GENUINE),
    ],
)
def test_the_key_must_have_been_valid_at_the_issue(keys, state):
    check = check_token(TOKEN, keys)
    assert check.state is state
    assert check.claims == CLAIMS


def _content():
    c = CLAIMS
    epoch = [int(at.timestamp()) for at in (c.expires, c.not_before, c.issued)]
    permit = [1, c.number, c.issue, c.name_latin, c.passport, -1722, 2, c.programme, c.company,
              c.ports, c.status_list, c.status_index]  # fmt: skip
    return {4: epoch[0], 5: epoch[1], 6: epoch[2], -70001: permit}


def test_the_payload_is_the_documented_claims_map():
    assert KEY.sign_envelope(encode(_content())) == TOKEN


@pytest.mark.parametrize(
    "permit",
    [[2, CLAIMS.number], [2, "anything", {"at": "all"}], [9, CLAIMS.number, None, True]],
)
def test_a_genuine_token_of_a_later_schema_is_no_token_here(permit):
    token = KEY.sign_envelope(encode({-70001: permit, 77: "new"}))
    check = check_token(token, RING, number=CLAIMS.number)
    assert (check.state, check.claims, check.schema) == (TokenState.ABSENT, None, permit[0])
    assert check.newer_format


def test_a_forged_token_of_a_later_schema_is_forged():
    token = KEY.sign_envelope(encode({-70001: [2, CLAIMS.number]}))
    check = check_token(token[:-1] + bytes([token[-1] ^ 1]), RING)
    assert check.state is TokenState.BAD_SIGNATURE


def test_a_signed_claims_map_of_another_form_is_not_genuine():
    for permit in ([], [0], [1], [True], [1] * 12, [*_content()[-70001], 1]):
        token = KEY.sign_envelope(encode({**_content(), -70001: permit}))
        assert check_token(token, RING).state is TokenState.BAD_SIGNATURE
    token = KEY.sign_envelope(encode({**_content(), 7: b"id"}))
    assert check_token(token, RING).reason is Rejection.BAD_CONTENT


@pytest.mark.parametrize(
    "claims",
    [
        replace(CLAIMS, number=CLAIMS.number + 1),
        replace(CLAIMS, name_latin="X" * 65),
        replace(CLAIMS, issue=0),
        replace(CLAIMS, ports=-1),
        replace(CLAIMS, status_index=65_536),
    ],
)
def test_claims_that_could_not_be_read_are_not_issued(claims):
    with pytest.raises(CredentialError) as refusal:
        issue_token(claims, KEY)
    assert refusal.value.reason is Rejection.BAD_CONTENT
