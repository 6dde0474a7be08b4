"""Every refusal is a problem document in both languages, and tells nothing of the inside."""

from __future__ import annotations

import json

import falcon.testing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import StorageError
from sync.protocol import limits, routes
from sync.protocol.problems import ProblemKind, kind_of
from tests.integration.registry_api.world import Lane, Registry


def check(answer: falcon.testing.Result, kind: ProblemKind) -> None:
    assert answer.status_code == kind.status
    assert answer.headers["Content-Type"] == routes.PROBLEM
    document = answer.json
    assert kind_of(document["type"]) is kind
    assert document["status"] == kind.status
    for field in ("title", "detail", "title_ar", "detail_ar"):
        assert document[field]
        assert "{" not in document[field]
    assert any("\u0600" <= sign <= "\u06ff" for sign in document["title_ar"])
    assert document["title"].isascii()


def test_an_unknown_address(registry: Registry) -> None:
    for path in ("/", "/nothing", "/api", "/api/v2/nonce", "/api/v1/nonce/", "//", "/%00"):
        check(registry.client.simulate_get(path), ProblemKind.NOT_FOUND)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_wrong_method(registry: Registry, method: str) -> None:
    answer = registry.client.simulate_request(method, routes.NONCE)
    check(answer, ProblemKind.METHOD_NOT_ALLOWED)
    assert "GET" in answer.headers["Allow"]


def test_a_body_without_a_length_is_not_read(registry: Registry, lane: Lane) -> None:
    headers = lane.headers("POST", routes.MOVEMENTS) | {"Content-Type": routes.CBOR}
    environ = falcon.testing.create_environ(
        routes.MOVEMENTS, method="POST", headers=headers, body=b"x" * 10
    )
    del environ["CONTENT_LENGTH"]
    environ["wsgi.input"] = Unreadable()
    check(run(registry, environ), ProblemKind.LENGTH_REQUIRED)
    environ["CONTENT_LENGTH"] = "10"
    environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    check(run(registry, environ), ProblemKind.LENGTH_REQUIRED)


@pytest.mark.parametrize("length", [limits.MOVEMENTS_BODY + 1, 10**9, 10**18])
def test_a_body_too_large_is_refused_before_a_byte_is_read(
    registry: Registry, lane: Lane, length: int
) -> None:
    headers = lane.headers("POST", routes.MOVEMENTS) | {"Content-Type": routes.CBOR}
    environ = falcon.testing.create_environ(routes.MOVEMENTS, method="POST", headers=headers)
    environ["CONTENT_LENGTH"] = str(length)
    environ["wsgi.input"] = Unreadable()
    check(run(registry, environ), ProblemKind.BODY_TOO_LARGE)


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "0x10"])
def test_an_odd_length(registry: Registry, length: str) -> None:
    headers = {"Content-Type": routes.JSON}
    environ = falcon.testing.create_environ(routes.ENROLMENTS, method="POST", headers=headers)
    environ["CONTENT_LENGTH"] = length
    environ["wsgi.input"] = Unreadable()
    check(run(registry, environ), ProblemKind.MALFORMED)


def test_a_body_that_ends_early(registry: Registry) -> None:
    headers = {"Content-Type": routes.JSON}
    environ = falcon.testing.create_environ(
        routes.ENROLMENTS, method="POST", headers=headers, body=b'{"code":'
    )
    environ["CONTENT_LENGTH"] = "200"
    check(run(registry, environ), ProblemKind.BODY_INCOMPLETE)


@pytest.mark.parametrize(
    "media", ["", "text/plain", "application/cbor", "application/jsonx", "*/*"]
)
def test_another_media_type(registry: Registry, media: str) -> None:
    answer = registry.client.simulate_post(
        routes.ENROLMENTS, body=b"{}", headers={"Content-Type": media}
    )
    check(answer, ProblemKind.MEDIA_TYPE)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", ProblemKind.LENGTH_REQUIRED),
        (b"{", ProblemKind.MALFORMED),
        (b"\xff\xfe", ProblemKind.MALFORMED),
        (b"[" * 8000, ProblemKind.MALFORMED),
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, ProblemKind.MALFORMED),
        (b"[]", ProblemKind.INVALID),
        (b"null", ProblemKind.INVALID),
        (b"{}", ProblemKind.INVALID),
        (b'{"code": 5}', ProblemKind.INVALID),
    ],
)
def test_json_that_is_none_or_not_of_the_form(
    registry: Registry, body: bytes, kind: ProblemKind
) -> None:
    headers = {"Content-Type": routes.JSON}
    check(registry.client.simulate_post(routes.ENROLMENTS, body=body, headers=headers), kind)


def test_json_too_large(registry: Registry) -> None:
    body = json.dumps({"code": "1" * limits.JSON_BODY}).encode()
    headers = {"Content-Type": routes.JSON}
    answer = registry.client.simulate_post(routes.ENROLMENTS, body=body, headers=headers)
    check(answer, ProblemKind.BODY_TOO_LARGE)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_as_json_end_in_a_problem(registry: Registry, body: bytes) -> None:
    headers = {"Content-Type": routes.JSON}
    answer = registry.client.simulate_post(routes.ENROLMENTS, body=body, headers=headers)
    assert answer.status_code in {400, 422}


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(min_size=1, max_size=600))
def test_any_bytes_as_a_batch_end_in_a_problem(lane: Lane, body: bytes) -> None:
    check(lane.post(routes.MOVEMENTS, body), ProblemKind.BATCH_REFUSED)


class Broken:
    """A part that fails in a way nobody foresaw, or in one that was."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def of(self, day: object, port: object) -> None:
        raise self.error

    def today(self) -> None:
        raise self.error


def test_a_failure_of_our_own_tells_nothing_of_the_inside(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    from dataclasses import replace

    from sync.registry.app import create_app
    from tests.integration.registry_api.world import BEARER

    for error, kind in (
        (RuntimeError("secret 29501011234567"), ProblemKind.INTERNAL),
        (StorageError("secret path /var"), ProblemKind.UNAVAILABLE),
    ):
        services = replace(registry.services, counts=Broken(error))  # type: ignore[arg-type]
        client = falcon.testing.TestClient(create_app(services))
        answer = client.simulate_get(routes.COUNTS, headers=BEARER)
        check(answer, kind)
        assert "secret" not in answer.text
        assert "secret" in caplog.text


@pytest.mark.parametrize("kind", list(ProblemKind))
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_problem_has_a_page_for_people(
    registry: Registry, kind: ProblemKind, lang: str
) -> None:
    answer = registry.client.simulate_get(kind.type_uri, params={"lang": lang})
    assert answer.status_code == 200
    assert f'lang="{lang}"' in answer.text
    assert kind.value in answer.text


class Unreadable:
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


def run(registry: Registry, environ: dict[str, object]) -> falcon.testing.Result:
    noted = falcon.testing.StartResponseMock()
    body = b"".join(registry.app(environ, noted))
    return falcon.testing.Result([body], noted.status, noted.headers)
