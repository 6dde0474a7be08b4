"""The OpenAPI document is true: schemathesis asks the application what the document promises."""

from __future__ import annotations

import base64
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from sync.protocol import routes
from sync.registry.api.openapi import ROUTES, Route, openapi_document
from tests.integration.registry_api.world import ADMIN_TOKEN, Lane, Registry

BASIC = base64.b64encode(f"any:{ADMIN_TOKEN}".encode()).decode()

# Bodies of batches, mostly no batch at all; the test puts a true one in their place.
for media in (routes.CBOR, routes.OCTETS):
    schemathesis.openapi.media_type(media, st.binary(max_size=200))


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Lane:
    registry = Registry(tmp_path_factory.mktemp("openapi"))
    files(registry)
    lane = Lane(registry)
    for _ in range(3):
        lane.record()
    lane.send()
    return lane


@pytest.fixture(scope="module")
def api(lane: Lane) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi(routes.OPENAPI, lane.registry.app)


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_the_document_is_true(
    api: schemathesis.BaseSchema, lane: Lane, route: Route, mode: GenerationMode
) -> None:
    operation = api[route.path][route.method.upper()]
    if mode is GenerationMode.NEGATIVE and not (route.parameters or route.body):
        return  # nothing to get wrong

    @settings(
        max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        if route.operation == "sendMovements" and mode is GenerationMode.POSITIVE:
            case.body = lane.batch() if len(case.body or b"") % 2 == 0 else case.body
        headers = credentials(route.operation, case, lane)
        case.call_and_validate(headers=headers, excluded_checks=excluded_checks(route, mode))

    ask()


def excluded_checks(route: Route, mode: GenerationMode) -> list[schemathesis.CheckFunction]:
    """What cannot be judged where `credentials` puts in what the generator left out or spoilt."""
    excluded = []
    if mode is GenerationMode.POSITIVE or (route.security and route.method == "get"):
        excluded.append(negative_data_rejection)
    if route.body:
        # No schema says which 32 bytes are a point of the curve, or which are this lane's batch.
        excluded.append(positive_data_acceptance)
    if route.security:
        excluded.append(ignored_auth)  # sends the same signature again: see the auth tests
    return excluded


def credentials(operation: str, case: schemathesis.Case, lane: Lane) -> dict[str, str]:
    """What the operation asks for; a device signs the very request that is sent."""
    if operation == "counts":
        return {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    if operation == "countsPage":
        return {"Authorization": f"Basic {BASIC}"}
    if operation not in {"sendMovements", "relay", "relayHave", "receipt", "refresh"}:
        return {}
    if operation == "receipt" and len(case.path_parameters["epoch"]) == 32:
        case.path_parameters["epoch"] = lane.epoch.hex()
    sent = case.as_transport_kwargs(headers={})
    body = sent.get("data") or b""
    if "json" in sent:
        case.body = sent["json"]
    return lane.headers(case.method.upper(), case.formatted_path, body)


def files(registry: Registry) -> None:
    (registry.metadata / "timestamp.json").write_text("{}")


@pytest.mark.requirement("C6")
def test_the_document_is_served_and_whole(lane: Lane) -> None:
    answer = lane.registry.client.simulate_get(routes.OPENAPI)
    document = answer.json
    assert document["openapi"] == "3.1.0"
    own = openapi_document(lane.registry.identity.program_version)
    assert document == json.loads(json.dumps(own))
    served = {(route.method, route.path) for route in ROUTES}
    described = {
        (method, path) for path, methods in document["paths"].items() for method in methods
    }
    assert served == described


def test_every_route_of_the_application_is_in_the_document(lane: Lane) -> None:
    described = {path.replace("{path}", "{path:path}") for path in (route.path for route in ROUTES)}
    assert registered(lane) == described


def registered(lane: Lane) -> set[str]:
    """The application's own routes, as its router has them."""
    found: set[str] = set()

    def walk(nodes: list[object]) -> None:
        for node in nodes:
            if node.uri_template:  # type: ignore[attr-defined]
                found.add(node.uri_template)  # type: ignore[attr-defined]
            walk(node.children)  # type: ignore[attr-defined]

    walk(lane.registry.app._router._roots)
    return found


def test_every_problem_of_an_operation_names_its_status(lane: Lane) -> None:
    for route in ROUTES:
        responses = openapi_document("0")["paths"][route.path][route.method]["responses"]
        for kind in route.problems:
            assert kind.value in responses[str(kind.status)]["description"]
