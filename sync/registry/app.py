"""The registry as a WSGI application."""

from __future__ import annotations

import falcon
from falcon import Request, Response

from sync.protocol import routes
from sync.registry.api import endpoints, refusals
from sync.registry.api.page_files import PageFiles
from sync.registry.api.services import RegistryServices
from sync.registry.api.tuf_files import MetadataFiles, TargetFiles


class _PlainAnswers:
    """Headers that every answer carries."""

    def process_response(
        self, req: Request, resp: Response, resource: object, req_succeeded: bool
    ) -> None:
        resp.set_header("X-Content-Type-Options", "nosniff")


def create_app(services: RegistryServices) -> falcon.App[Request, Response]:
    """The application over these services; it makes nothing of its own."""
    app = falcon.App(middleware=[_PlainAnswers()])
    refusals.install(app)
    app.add_route(routes.TUF_METADATA + "{name}", MetadataFiles(services.metadata))
    app.add_route(routes.TUF_TARGETS + "{path:path}", TargetFiles(services.targets))
    app.add_route(routes.OPENAPI, endpoints.OpenApi(services.identity.program_version))
    app.add_route(routes.HEALTH, endpoints.Health(services))
    app.add_route(routes.NONCE, endpoints.Nonces(services))
    app.add_route(routes.ENROLMENTS, endpoints.Enrolments(services))
    app.add_route(routes.MOVEMENTS, endpoints.Movements(services))
    app.add_route(routes.HOLDINGS, endpoints.Holdings(services))
    app.add_route(routes.RELAY, endpoints.RelayItems(services))
    app.add_route(routes.RELAY_HAVE, endpoints.RelayHave(services))
    app.add_route(routes.RECEIPTS + "/{epoch}", endpoints.Receipts(services))
    app.add_route(routes.REFRESH, endpoints.RefreshAnswers(services))
    app.add_route(routes.COUNTS, endpoints.Counts(services))
    app.add_route(routes.NATION, endpoints.NationWide(services))
    app.add_route(routes.COUNTS_PAGE, endpoints.CountsPage(services))
    app.add_route(routes.PROBLEMS + "/{name}", endpoints.ProblemPages(services))
    app.add_route("/pages/{name}", PageFiles())
    return app
