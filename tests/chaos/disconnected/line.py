"""A line to the registry that loses, doubles and cuts short: the lane's real HTTP on one end, the
registry's real application on the other, no socket between."""

from __future__ import annotations

import io
from collections.abc import Callable
from enum import Enum, auto
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from falcon import App
from falcon.testing import TestClient
from requests.adapters import HTTPAdapter

from tests.chaos.disconnected.power import Mains, Power, PowerCut

ADDRESS = "http://registry.test"


class Fault(Enum):
    """What becomes of one request."""

    NONE = auto()
    LOST = auto()  # it never arrives
    DOUBLED = auto()  # it arrives twice, the second answer comes back
    UNANSWERED = auto()  # it arrives, the answer does not
    CUT_SHORT = auto()  # the answer breaks off
    REPEATED = auto()  # an older request arrives once more before it


class Line:
    """Joins lanes with whatever ``app`` gives; `faults` are taken one a request, then none."""

    def __init__(self, app: Callable[[], App[Any, Any]], mains: Mains, power: Power) -> None:
        self._app, self._mains, self._power = app, mains, power
        self.faults: list[Fault] = []
        self._older: requests.PreparedRequest | None = None

    def session(self) -> requests.Session:
        session = _REAL_SESSION()
        session.mount(ADDRESS, _Adapter(self))
        return session

    def answer(self, request: requests.PreparedRequest) -> urllib3.HTTPResponse:
        """What arrives. Raises requests.ConnectionError."""
        fault = self.faults.pop(0) if self.faults else Fault.NONE
        if fault is Fault.LOST:
            raise requests.ConnectionError("lost")
        if fault is Fault.DOUBLED:
            self._call(request)
        if fault is Fault.REPEATED and self._older is not None:
            self._call(self._older)
        status, headers, body = self._call(request)
        if request.method == "POST":
            self._older = request
        if fault is Fault.UNANSWERED:
            raise requests.ConnectionError("no answer")
        if fault is Fault.CUT_SHORT:
            body = body[: len(body) // 2]
        return urllib3.HTTPResponse(
            io.BytesIO(body), headers, status, preload_content=False, enforce_content_length=True
        )

    def _call(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(str(request.url))
        body = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            with self._mains.on(self._power):
                result = TestClient(self._app()).simulate_request(
                    str(request.method),
                    unquote(parts.path),
                    query_string=parts.query,
                    headers=dict(request.headers),
                    body=body or b"",
                )
        except PowerCut:
            raise requests.ConnectionError("the registry went off") from None
        return result.status_code, dict(result.headers), result.content


class _Adapter(HTTPAdapter):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        response: requests.Response = self.build_response(request, self._line.answer(request))
        return response


_REAL_SESSION = requests.Session
