"""A ceremony's folder.

``ceremony.json`` the plan · ``base.root.json`` and ``base.targets.json`` what stood before, to tell
what changes · ``contents/`` of the targets ·
``keys/SEAT.pub.json`` public halves of the keys made for it · ``unsigned/`` the documents to be
signed · ``signatures/`` one file a key and document · ``done.json`` once the registry has it.

Every file is written once and never changed. What is read is checked against all the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from securesystemslib.exceptions import UnverifiedSignatureError

from checkpoint_app.errors import ConfigError, TrustError
from sync.registry.ceremony.bounded import (
    decode_json,
    encode_json,
    files_in,
    malformed,
    read_bounded,
    write_file,
)
from sync.registry.ceremony.draft import Draft, make_draft, quorums
from sync.registry.ceremony.key_file import public_path
from sync.registry.ceremony.plan import (
    CONTENT_LIMIT,
    PLAN_FILE,
    PLAN_LIMIT,
    Plan,
    encode_plan,
    parse_plan,
)
from sync.registry.ceremony.progress import Base, Ceremony, DoneFile, SignatureFile
from sync.registry.ceremony.public_key import (
    PUBLIC_LIMIT,
    PublicHalf,
    TufKey,
    encode_public,
    parse_public,
)
from sync.registry.publish.tuf_api import Metadata, RepositoryError, Root, Signature, Targets
from sync.trust.tuf_api import EnvelopeType, TrustedMetadataSet

_BASE_ROOT, _BASE_TARGETS, _DONE = "base.root.json", "base.targets.json", "done.json"
_METADATA_LIMIT = 1024 * 1024
_SMALL = 4096
_MOST_FILES = 64


def begin_folder(
    folder: Path, plan: Plan, base: Base | None, contents: Mapping[str, bytes]
) -> None:
    """Write a new ceremony. ``ceremony.json`` comes last: without it there is none.

    Raises ConfigError when the folder holds one, StorageError.
    """
    if (folder / PLAN_FILE).exists():
        raise ConfigError("a ceremony is there", key="ceremony.folder_taken")
    if base is not None:
        write_file(folder / _BASE_ROOT, base.root_bytes)
        write_file(folder / _BASE_TARGETS, base.targets_bytes)
    for name in plan.targets.contents if plan.targets else ():
        write_file(folder / "contents" / name, contents[name])
    write_file(folder / PLAN_FILE, encode_plan(plan))
    write_draft(folder, read_ceremony(folder).draft)


def read_ceremony(folder: Path) -> Ceremony:
    """The ceremony of a folder, whole and checked.

    Raises ConfigError (none there, damaged, a key in two seats), TrustError for what does not fit
    the rest or whose signature is false, StorageError.
    """
    plan = parse_plan(read_bounded(folder / PLAN_FILE, PLAN_LIMIT))
    base = _read_base(folder, plan) if plan.base_root else None
    base_root = None if base is None else base.root
    made = _read_made(folder, plan)
    _refuse_same_keys(plan, made)
    whole = all(seat in made for seat in plan.unmade)
    keys = {seat: half.key for seat, half in made.items() if half.key is not None}
    draft = make_draft(plan, keys) if whole else None
    _check_draft(folder, draft)
    return Ceremony(
        plan=plan,
        base=base,
        contents=_read_contents(folder, plan),
        made=made,
        draft=draft,
        signatures=_read_signatures(folder, plan, draft, base_root),
        done=_read_done(folder, plan),
    )


def add_key(folder: Path, ceremony: Ceremony, half: PublicHalf) -> None:
    """Take up the public half of a key made for an empty seat. Raises ConfigError, StorageError."""
    if half.seat not in ceremony.unmade():
        raise ConfigError("no such seat", key="ceremony.no_seat", seats=half.seat)
    _refuse_same_keys(ceremony.plan, {**ceremony.made, half.seat: half})
    write_file(public_path(folder / "keys", half.seat), encode_public(half))
    write_draft(folder, read_ceremony(folder).draft)


def add_signature(folder: Path, signature: SignatureFile) -> None:
    """Keep one key's signature over one document. Raises StorageError."""
    name = f"{signature.document}-{signature.keyid[:16]}.json"
    write_file(folder / "signatures" / name, encode_json(signature))


def mark_done(folder: Path, done: DoneFile) -> None:
    """Note that the registry has taken the ceremony over. Raises StorageError."""
    write_file(folder / _DONE, encode_json(done))


def write_draft(folder: Path, draft: Draft | None) -> None:
    """Lay the documents to be signed beside the rest, for whoever wants to look at them."""
    for name, content in _draft_files(draft).items():
        write_file(folder / "unsigned" / name, content)


def _draft_files(draft: Draft | None) -> Mapping[str, bytes]:
    documents = {} if draft is None else draft.documents()
    return {
        f"{document.signed.version}.{role}.json": document.to_bytes()
        for role, document in documents.items()
    }


def _check_draft(folder: Path, draft: Draft | None) -> None:
    expected = _draft_files(draft)
    for path in files_in(folder / "unsigned", "*.json", _MOST_FILES):
        if read_bounded(path, _METADATA_LIMIT) != expected.get(path.name):
            raise _altered(path.name)


def make_base(root: bytes, targets: bytes) -> Base:
    """What stood before, each checked by the root. Raises RepositoryError."""
    trusted = TrustedMetadataSet(root, EnvelopeType.METADATA).root
    document = Metadata[Targets].from_bytes(targets)
    trusted.verify_delegate("targets", document.signed_bytes, document.signatures)
    return Base(trusted, document.signed, root, targets)


def _read_base(folder: Path, plan: Plan) -> Base:
    root = read_bounded(folder / _BASE_ROOT, _METADATA_LIMIT)
    targets = read_bounded(folder / _BASE_TARGETS, _METADATA_LIMIT)
    try:
        base = make_base(root, targets)
    except (RepositoryError, ValueError) as error:
        raise _altered(_BASE_ROOT) from error
    if (base.root.version, base.targets.version) != (plan.base_root, plan.base_targets):
        raise _altered(_BASE_ROOT)
    return base


def _read_made(folder: Path, plan: Plan) -> Mapping[str, PublicHalf]:
    made = {}
    for path in files_in(folder / "keys", "*.pub.json", _MOST_FILES):
        half = parse_public(read_bounded(path, PUBLIC_LIMIT), path.name)
        if half.seat not in plan.unmade or path != public_path(path.parent, half.seat):
            raise malformed(path.name)
        made[half.seat] = half
    return made


def _refuse_same_keys(plan: Plan, made: Mapping[str, PublicHalf]) -> None:
    """Two seats with one key would be one person with two voices."""
    root = plan.root
    planned = () if root is None else (*root.root, *root.targets, root.snapshot, root.timestamp)
    keys: list[TufKey] = [key for key in planned if key is not None]
    keys += [half.key for half in made.values() if half.key is not None]
    if len(set(keys)) != len(keys):
        raise ConfigError("one key for two seats", key="ceremony.same_key")
    if not all(key.is_sound() for key in keys):
        raise malformed(PLAN_FILE)


def _read_contents(folder: Path, plan: Plan) -> Mapping[str, bytes]:
    found = {}
    for name, described in plan.targets.contents.items() if plan.targets else ():
        content = read_bounded(folder / "contents" / name, CONTENT_LIMIT)
        if hashlib.sha256(content).hexdigest() != described.sha256:
            raise _altered(name)
        found[name] = content
    return found


def _read_signatures(
    folder: Path, plan: Plan, draft: Draft | None, base_root: Root | None
) -> tuple[SignatureFile, ...]:
    found = []
    for path in files_in(folder / "signatures", "*.json", _MOST_FILES):
        signature = decode_json(read_bounded(path, _SMALL), SignatureFile, path.name)
        if signature.ceremony != plan.id:
            raise TrustError("of another ceremony", key="ceremony.mixed", file=path.name)
        if draft is None or not _verifies(signature, draft, base_root):
            raise _altered(path.name)
        found.append(signature)
    return tuple(found)


def _verifies(signature: SignatureFile, draft: Draft, base_root: Root | None) -> bool:
    """Whether this is the signature of a key that has a say over this document."""
    own = [each for each in quorums(draft, base_root) if each.document == signature.document]
    if not any(signature.keyid in quorum.seats for quorum in own):
        return False
    roots = [base_root, None if draft.root is None else draft.root.signed]
    keys = {keyid: key for root in roots if root is not None for keyid, key in root.keys.items()}
    document: Metadata[Root] = draft.documents()[signature.document]
    try:
        keys[signature.keyid].verify_signature(
            Signature(signature.keyid, signature.signature), document.signed_bytes
        )
    except UnverifiedSignatureError:
        return False
    return True


def _read_done(folder: Path, plan: Plan) -> DoneFile | None:
    if not (folder / _DONE).exists():
        return None
    done = decode_json(read_bounded(folder / _DONE, _SMALL), DoneFile, _DONE)
    if done.ceremony != plan.id:
        raise TrustError("of another ceremony", key="ceremony.mixed", file=_DONE)
    return done


def _altered(name: str) -> TrustError:
    return TrustError(f"{name} does not fit the rest", key="ceremony.altered", file=name)
