"""The resources of the interface: each reads a request, asks one service, writes its answer."""

from __future__ import annotations

import re
from datetime import date

from falcon import Request, Response

from checkpoint_app.credential import canonical
from checkpoint_app.errors import CheckpointError, ProtocolError
from sync.protocol import limits, messages, routes
from sync.protocol.holdings import HOLDING_LIMIT, decode_holding
from sync.protocol.nation import encode_nation
from sync.protocol.problems import ProblemKind
from sync.protocol.relay import decode_journals, encode_reached
from sync.protocol.versions import API_VERSION, FORMATS, said_formats, shared_format
from sync.registry.api.bodies import parse_message, read_body, read_message
from sync.registry.api.counts import nation_of
from sync.registry.api.devices import Device
from sync.registry.api.openapi import openapi_document
from sync.registry.api.refusals import Refusal, problem_document
from sync.registry.api.services import RegistryServices
from sync.registry.holdings import take_holding
from sync.registry.portal.counts_page import render_counts
from sync.registry.portal.pages import CONTENT_SECURITY_POLICY, language

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = re.compile(r"[0-9a-f]{32}")


class Resource:
    """A resource that holds the registry's services."""

    def __init__(self, services: RegistryServices) -> None:
        self._services = services

    def _asking_device(self, req: Request, resp: Response, envelope: bytes, body: bytes) -> Device:
        """The device that asks. From here on every answer carries a fresh nonce, and says of which
        format it is: the highest that both ends read."""
        device = self._services.devices.authenticate(req, envelope, body)
        resp.set_headers(self._services.devices.fresh_nonce())
        theirs = said_formats(req.get_header(routes.FORMATS_HEADER))
        resp.set_header(routes.FORMATS_HEADER, str(shared_format(theirs)))
        resp.set_header("Cache-Control", "no-store")
        return device


class OpenApi:
    """``/api/openapi.json``."""

    def __init__(self, version: str) -> None:
        self._document = messages.encode_json(openapi_document(version))

    def on_get(self, req: Request, resp: Response) -> None:
        """The document."""
        resp.data = self._document


class Health(Resource):
    """``/api/health``."""

    def on_get(self, req: Request, resp: Response) -> None:
        """That the registry is up, and which it is."""
        identity = self._services.identity
        now = int(self._services.clock.now().timestamp())
        answer = messages.HealthAnswer(
            "ok", API_VERSION, identity.season, identity.epoch.hex(), now, FORMATS
        )
        _answer_json(resp, answer)


class Nonces(Resource):
    """``/api/v1/nonce``."""

    def on_get(self, req: Request, resp: Response) -> None:
        """A fresh nonce."""
        nonce = routes.base64url(self._services.nonces.issue())
        _answer_json(resp, messages.NonceAnswer(nonce, limits.NONCE_SECONDS, FORMATS))


class Enrolments(Resource):
    """``/api/v1/enrolments``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """Enrol the device that brings a code, and wrap its port's key for it."""
        request = read_message(req, messages.EnrolmentRequest)
        enrolled = self._services.enrolment.enrol(request, req.remote_addr or "")
        port_id = self._services.ports.by_bit(enrolled.port).port_id
        self._services.port_keys.devices_changed(port_id)
        identity = self._services.identity
        resp.status = 201
        answer = messages.EnrolmentAnswer(
            device_id=enrolled.device_id,
            port_id=port_id,
            lane=enrolled.lane,
            season=identity.season,
            registry_epoch=identity.epoch.hex(),
            audience=identity.audience,
            fingerprint=enrolled.fingerprint,
        )
        _answer_json(resp, answer)


class Movements(Resource):
    """``/api/v1/movements``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """Take a batch in; the receipt is the answer."""
        envelope = self._services.devices.need_credentials(req)
        body = read_body(req, media=routes.CBOR, limit=limits.MOVEMENTS_BODY)
        device = self._asking_device(req, resp, envelope, body)
        _answer_cbor(resp, self._services.ingest.take(device, body))


class Holdings(Resource):
    """``/api/v1/holdings``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """Keep what the asking device says that it holds; the answer is when, in CBOR."""
        envelope = self._services.devices.need_credentials(req)
        body = read_body(req, media=routes.CBOR, limit=HOLDING_LIMIT)
        device = self._asking_device(req, resp, envelope, body)
        at = self._services.clock.now()
        try:
            held = decode_holding(body)
        except CheckpointError:
            raise Refusal(ProblemKind.MALFORMED) from None
        if held.device_id != device.device_id:
            raise Refusal(ProblemKind.INVALID, field="device")
        take_holding(self._services.engine, held, at)
        _answer_cbor(resp, canonical.encode([1, int(at.timestamp())]))


class RelayItems(Resource):
    """``/api/v1/relay``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """Take in what a port's hub passes on; how far its journals are is the answer."""
        envelope = self._services.devices.need_credentials(req)
        body = read_body(req, media=routes.OCTETS, limit=limits.RELAY_BODY)
        self._asking_device(req, resp, envelope, body)
        _answer_cbor(resp, encode_reached(self._services.relays.take(body)))


class RelayHave(Resource):
    """``/api/v1/relay/have``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """How far the journals that are asked for are here."""
        envelope = self._services.devices.need_credentials(req)
        body = read_body(req, media=routes.CBOR, limit=limits.RELAY_HAVE_BODY)
        self._asking_device(req, resp, envelope, body)
        try:
            journals = decode_journals(body)
        except ProtocolError:
            raise Refusal(ProblemKind.MALFORMED) from None
        _answer_cbor(resp, encode_reached(self._services.relays.reached(journals)))


class Receipts(Resource):
    """``/api/v1/receipts/{epoch}``."""

    def on_get(self, req: Request, resp: Response, epoch: str) -> None:
        """How far a journal of the asking device has come."""
        envelope = self._services.devices.need_credentials(req)
        device = self._asking_device(req, resp, envelope, b"")
        if not _EPOCH.fullmatch(epoch):
            raise Refusal(ProblemKind.NOT_FOUND)
        _answer_cbor(resp, self._services.ingest.receipt(device, bytes.fromhex(epoch)))


class RefreshAnswers(Resource):
    """``/api/v1/refresh``."""

    def on_post(self, req: Request, resp: Response) -> None:
        """One permit as the registry has it now."""
        envelope = self._services.devices.need_credentials(req)
        body = read_body(req, media=routes.JSON, limit=limits.JSON_BODY)
        device = self._asking_device(req, resp, envelope, body)
        asked = parse_message(body, messages.RefreshRequest)
        nonce = bytes.fromhex(asked.nonce)
        answer = self._services.refreshes.answer(
            device, asked.permit, nonce, movements=asked.movements
        )
        _answer_cbor(resp, answer)


class Counts(Resource):
    """``/api/v1/counts``."""

    def on_get(self, req: Request, resp: Response) -> None:
        """The counts of a day as JSON."""
        self._services.admin.need_bearer(req)
        _answer_json(resp, self._counts(req, req.get_param("port")))

    def _counts(self, req: Request, port_id: str | None) -> messages.CountsAnswer:
        day, counts = req.get_param("day"), self._services.counts
        port = None if port_id is None else self._port_bit(port_id)
        return counts.of(counts.today() if day is None else _parse_day(day), port)

    def _port_bit(self, port_id: str) -> int:
        try:
            return self._services.ports.by_id(port_id).bit
        except KeyError:
            raise Refusal(ProblemKind.INVALID, field="port") from None


class NationWide(Counts):
    """``/api/v1/counts/nation``."""

    def on_get(self, req: Request, resp: Response) -> None:
        """The counts of a day over all ports, for a port's supervisor."""
        envelope = self._services.devices.need_credentials(req)
        self._asking_device(req, resp, envelope, b"")
        _answer_cbor(resp, encode_nation(nation_of(self._counts(req, None))))


class CountsPage(Counts):
    """``/counts``."""

    def on_get(self, req: Request, resp: Response) -> None:
        """The counts of a day as a page."""
        self._services.admin.need_basic(req)
        # A form sends its empty choice, "all ports", as an empty value.
        counts = self._counts(req, req.get_param("port") or None)
        lang = language(req.get_param("lang"))
        today = self._services.counts.today()
        page = render_counts(self._services.pages, counts, self._services.ports, today, lang)
        _answer_page(resp, page)


class ProblemPages(Resource):
    """``/problems/{name}``."""

    def on_get(self, req: Request, resp: Response, name: str) -> None:
        """What a problem means, for people."""
        kind = next((kind for kind in ProblemKind if kind.value == name), None)
        if kind is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        lang, document = language(req.get_param("lang")), problem_document(kind)
        page = self._services.pages.render(
            "problem.html",
            lang,
            title=document.title_ar if lang == "ar" else document.title,
            detail=document.detail_ar if lang == "ar" else document.detail,
            code=kind.value,
            status=kind.status,
            other_language=f"{kind.type_uri}?lang={'en' if lang == 'ar' else 'ar'}",
        )
        _answer_page(resp, page)


def _parse_day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refusal(ProblemKind.INVALID, field="day")


def _answer_json(resp: Response, answer: object) -> None:
    resp.content_type = routes.JSON
    resp.set_header("Cache-Control", "no-store")
    resp.data = messages.encode_json(answer)


def _answer_cbor(resp: Response, envelope: bytes) -> None:
    resp.content_type = routes.CBOR
    resp.data = envelope


def _answer_page(resp: Response, page: str) -> None:
    resp.content_type = "text/html; charset=utf-8"
    resp.set_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    resp.set_header("Referrer-Policy", "no-referrer")
    resp.set_header("Cache-Control", "no-store")
    resp.data = page.encode()
