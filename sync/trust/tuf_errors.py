"""python-tuf's errors in the program's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tuf.api import exceptions as tuf

from checkpoint_app.errors import CheckpointError, StorageError, TransportError, TrustError

# The first that fits counts: subclasses come before their bases.
_NOT_TRUSTED: tuple[tuple[type[Exception], str], ...] = (
    (tuf.ExpiredMetadataError, "trust.expired"),
    (tuf.BadVersionNumberError, "trust.rolled_back"),
    (tuf.UnsignedMetadataError, "trust.unsigned"),
    (tuf.LengthOrHashMismatchError, "trust.altered"),
    (tuf.DownloadLengthMismatchError, "trust.too_long"),
    (tuf.RepositoryError, "trust.malformed"),
)
_NOT_FOUND = (403, 404)


@contextmanager
def trust_errors() -> Iterator[None]:
    """Turn what python-tuf raises in this block into TrustError, TransportError, StorageError."""
    try:
        yield
    except CheckpointError:
        raise
    except (tuf.RepositoryError, tuf.DownloadLengthMismatchError) as error:
        key = next(key for kind, key in _NOT_TRUSTED if isinstance(error, kind))
        raise TrustError(f"{type(error).__name__}: {error}", key=key) from error
    except tuf.DownloadHTTPError as error:
        raise _transport_error(error) from error
    except tuf.DownloadError as error:
        raise _fetch_error(error) from error
    except OSError as error:
        raise StorageError(f"trust folder: {error}", key="trust.folder") from error


def _fetch_error(error: tuf.DownloadError) -> TransportError:
    """The fetcher's own TransportError where it had one."""
    cause = error.__cause__
    if isinstance(cause, TransportError):
        return cause
    return TransportError(f"not fetched: {error}", key="sync.unreadable")


def _transport_error(error: tuf.DownloadHTTPError) -> TransportError:
    key = "sync.file_missing" if error.status_code in _NOT_FOUND else "sync.registry_trouble"
    return TransportError(f"status {error.status_code}", key=key, status=error.status_code)
