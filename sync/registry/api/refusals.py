"""How a request ends that is not answered: a problem document in both languages, nothing inside."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import falcon
from falcon import Request, Response

from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import message
from sync.protocol.messages import Problem, encode_json
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import PROBLEM

_log = logging.getLogger(__name__)

_BY_STATUS = {
    400: ProblemKind.MALFORMED,
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.METHOD_NOT_ALLOWED,
    413: ProblemKind.BODY_TOO_LARGE,
    415: ProblemKind.MEDIA_TYPE,
    431: ProblemKind.MALFORMED,
}


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure
    """Ends a request with a problem document. ``params`` fill its sentence: nothing personal."""

    def __init__(
        self, kind: ProblemKind, *, headers: Mapping[str, str] | None = None, **params: object
    ) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.headers = dict(headers or {})
        self.params = params


def problem_document(kind: ProblemKind, **params: object) -> Problem:
    """The document of a problem, in English with the Arabic beside it."""
    area = f"api.problem.{kind.value}"
    return Problem(
        type=kind.type_uri,
        title=message(f"{area}.title", "en"),
        status=kind.status,
        detail=message(f"{area}.detail", "en", **params),
        title_ar=message(f"{area}.title", "ar"),
        detail_ar=message(f"{area}.detail", "ar", **params),
        port=str(params.get("port", "")),
        lane=str(params.get("lane", "")),
    )


def answer_problem(resp: Response, kind: ProblemKind, **params: object) -> None:
    """Make this response the problem document of this kind."""
    resp.status = kind.status
    resp.content_type = PROBLEM
    resp.stream = None
    resp.text = None
    resp.data = encode_json(problem_document(kind, **params))
    resp.set_header("Cache-Control", "no-store")


def install(app: falcon.App[Request, Response]) -> None:
    """Let every error of this application end in a problem document."""
    app.add_error_handler(Exception, on_bug)
    app.add_error_handler(CheckpointError, on_own_error)
    app.add_error_handler(falcon.HTTPError, on_http_error)
    app.add_error_handler(Refusal, on_refusal)


def on_refusal(req: Request, resp: Response, refusal: Refusal, _: object) -> None:
    """Answer a refusal."""
    answer_problem(resp, refusal.kind, **refusal.params)
    for name, value in refusal.headers.items():
        resp.set_header(name, value)


def on_http_error(req: Request, resp: Response, error: falcon.HTTPError, _: object) -> None:
    """Answer the framework's own error."""
    fallback = ProblemKind.INTERNAL if error.status_code >= 500 else ProblemKind.MALFORMED
    answer_problem(resp, _BY_STATUS.get(error.status_code, fallback), limit="", media="", field="")
    if error.headers:
        resp.set_headers(error.headers)


def on_own_error(req: Request, resp: Response, error: CheckpointError, _: object) -> None:
    """Answer an error of a store or file: worth trying again."""
    _log.error("%s %s: %s", req.method, req.path, error, exc_info=error)
    answer_problem(resp, ProblemKind.UNAVAILABLE)
    resp.set_header("Retry-After", "5")


def on_bug(req: Request, resp: Response, error: Exception, _: object) -> None:
    """Answer what nobody foresaw, saying nothing of it."""
    _log.error("%s %s failed", req.method, req.path, exc_info=error)
    answer_problem(resp, ProblemKind.INTERNAL)
