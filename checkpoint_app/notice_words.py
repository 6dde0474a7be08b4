"""What a notice says, in words: the same at the registry, on its page, and at the lane."""

from __future__ import annotations

from collections.abc import Iterable

from checkpoint_app.credential.notice import Change, NoticeKind, device_of
from checkpoint_app.domain.permit import spaced_permit_number
from checkpoint_app.reference import message

# A number of several groups keeps their order inside an Arabic line (UAX 9, isolates).
_APART = "\u2066{}\u2069"
_KEYS = {
    (NoticeKind.COMPANY, 1): "notice.suspended-company",
    (NoticeKind.COMPANY, 2): "notice.cancelled-company",
    (NoticeKind.AGENT, 1): "notice.suspended-agent",
    (NoticeKind.AGENT, 2): "notice.cancelled-agent",
    (NoticeKind.PROGRAMME, 1): "notice.suspended-programme",
    (NoticeKind.PROGRAMME, 2): "notice.cancelled-programme",
    (NoticeKind.PERMIT, 1): "notice.revoked-permit",
    (NoticeKind.PERMIT, 2): "notice.suspended-permit",
    (NoticeKind.ISSUER_KEY, 2): "notice.distrusted-key",
    (NoticeKind.DEVICE, 2): "notice.recalled-device",
}


def change_words(change: Change, lang: str) -> str:
    """One change. One that makes nothing worse, or of a later program's, is said to be none."""
    key = _KEYS.get((change.kind, change.state), "notice.nothing")
    number = _number(change)
    apart = lang == "ar" and not number.isdigit()
    return message(key, lang, number=_APART.format(number) if apart else number)


def notice_words(changes: Iterable[Change], lang: str) -> str:
    """All changes in one line."""
    return message("notice.joint", lang).join(change_words(change, lang) for change in changes)


def _number(change: Change) -> str:
    if change.kind is NoticeKind.ISSUER_KEY:
        return f"{change.number:016x}"
    if change.kind is NoticeKind.DEVICE:
        return device_of(change.number)
    if change.kind is NoticeKind.PERMIT:
        return spaced_permit_number(change.number)
    return str(change.number)
