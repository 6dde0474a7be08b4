"""waitress around the application: bounded, and its own refusals as problem documents too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from falcon import App, Request, Response
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from checkpoint_app.errors import ConfigError
from sync.protocol import limits
from sync.protocol.messages import encode_json
from sync.protocol.problems import ProblemKind
from sync.protocol.routes import PROBLEM
from sync.registry.api.refusals import problem_document

# Writes wait for one another anyway; a few threads keep downloads from holding up receipts.
THREADS = 4
CONNECTIONS = 400
# A lane on the worst line sends 272 KiB in this time or tries again.
IDLE_SECONDS = 60

_KINDS = {413: ProblemKind.BODY_TOO_LARGE, 500: ProblemKind.INTERNAL}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. ``port`` 0 takes any that is free."""

    host: str = "127.0.0.1"
    port: int = 0


class _ProblemTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress refuses by itself (a malformed request, a body too large)."""

    def execute(self) -> None:
        kind = _KINDS.get(self.request.error.code, ProblemKind.MALFORMED)
        body = encode_json(problem_document(kind, limit=limits.BODY))
        self.status = f"{kind.status} {kind.value}"
        self.response_headers = [("Content-Type", PROBLEM), ("Cache-Control", "no-store")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    error_task_class = _ProblemTask


def listen(app: App[Request, Response], address: Address) -> Any:
    """A waitress server that listens; ``run`` serves. Raises ConfigError (the address is taken)."""
    try:
        server = create_server(
            app,
            host=address.host,
            port=address.port,
            threads=THREADS,
            ident="",
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            # waitress refuses what reaches its limit; the limit itself is allowed.
            max_request_body_size=limits.BODY + 1,
            max_request_header_size=limits.HEADERS,
            inbuf_overflow=limits.BODY + 1,
            clear_untrusted_proxy_headers=True,
            asyncore_use_poll=True,
        )
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot listen: {error}", key="api.cannot-listen") from error
    server.channel_class = _Channel
    return server


def shown_host(host: str) -> str:
    """The host as an address has it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
