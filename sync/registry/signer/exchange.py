"""Requests of the signer's protocol, answered: one table, no stream in sight.

A request is ``[name, arguments...]``. The answer is ``[0, result]``, or ``[1, text key, text]`` for
a refusal.

=========================================================  ====================================
request                                                    result
=========================================================  ====================================
``["blocks", scope, issued, [[number, [permit id..]]..]]`` ``[[envelope, [record..], [version..],
                                                           [tombstone position..]]..]``
``["manifest", scope, generation, issued, [page..], segs]``  envelope
``["status", issued, first list id, count]``               ``[[list id, version, envelope]..]``
``["state", issued]``                                      ``[version, envelope]``
``["token", permit number]``                               token
``["refresh", permit number, nonce, device id, true?]``    envelope (true: with movements)
``["notice", issued, [[kind, number, state]..]]``          envelope
=========================================================  ====================================
"""

from __future__ import annotations

from typing import cast

from checkpoint_app.credential.block import NATIONAL
from checkpoint_app.credential.canonical import decode
from checkpoint_app.credential.notice import MOST_CHANGES
from checkpoint_app.credential.shape import INT63
from checkpoint_app.errors import CheckpointError, ProtocolError
from sync.registry.signer.desk import SigningDesk
from sync.registry.signer.frames import DONE, REFUSED, REQUEST_LIMIT
from sync.registry.signer.notices import change_of
from sync.registry.signer.port import BATCH, BlockOrder

_MOST_LISTS = 16


def answer(desk: SigningDesk, request: bytes) -> list[object]:
    """The answer to a request's bytes. Whatever is wrong with the request is a refusal."""
    try:
        return [DONE, _result(desk, _storable(decode(request, limit=REQUEST_LIMIT)))]
    except CheckpointError as error:
        return [REFUSED, error.key, str(error)]


def _result(desk: SigningDesk, request: object) -> object:
    match request:
        case ["blocks", int(scope), int(issued), [*rows]] if (
            scope <= NATIONAL and len(rows) <= BATCH
        ):
            orders = [_order(row) for row in rows]
            return [
                [
                    block.envelope,
                    list(block.records),
                    list(block.versions),
                    sorted(block.tombstones),
                ]
                for block in desk.batch(scope, issued, orders)
            ]
        case ["manifest", int(scope), int(generation), int(issued), [*pages], bytes(segments)]:
            return desk.manifest(scope, generation, issued, _all_bytes(pages), segments)
        case ["status", int(issued), int(first), int(count)] if count <= _MOST_LISTS:
            lists = desk.status_lists(issued, first, count)
            return [[item.list_id, item.version, item.envelope] for item in lists]
        case ["state", int(issued)]:
            return list(desk.state(issued))
        case ["token", int(permit)]:
            return desk.token(permit)
        case ["refresh", int(permit), bytes(nonce), str(device)]:
            return desk.refresh(permit, nonce, device)
        case ["refresh", int(permit), bytes(nonce), str(device), True]:
            return desk.refresh(permit, nonce, device, movements=True)
        case ["notice", int(issued), [*rows]] if len(rows) <= MOST_CHANGES:
            return desk.notice(issued, [change_of(row) for row in rows])
        case _:
            raise _garbled()


def _storable(asked: object) -> object:
    """The request, once each of its numbers is one that a database can look for; those of a notice
    are for `change_of` to check. Raises ProtocolError."""
    match asked:
        case ["notice", *_]:
            return asked
        case [*parts]:
            for part in parts:
                _storable(part)
        case int(number) if not 0 <= number <= INT63:
            raise _garbled()
    return asked


def _order(row: object) -> BlockOrder:
    match row:
        case [int(number), [*permits]] if all(type(permit) is int for permit in permits):
            return BlockOrder(number, cast("list[int]", permits))
        case _:
            raise _garbled()


def _all_bytes(values: list[object]) -> list[bytes]:
    if not all(type(value) is bytes for value in values):
        raise _garbled()
    return [value for value in values if isinstance(value, bytes)]


def _garbled() -> ProtocolError:
    return ProtocolError("no such request", key="registry.signer_garbled")
