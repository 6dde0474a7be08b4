"""CEL (cel.dev) without the command line that its package brings.

`common-expression-language` imports its own terminal program on loading, and with it two libraries
for terminals: a quarter of a second at every start of a lane. Its engine is one extension module.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from importlib.machinery import PathFinder
from types import ModuleType

_PACKAGE, _ENGINE = "cel", "cel.cel"
_LOADING = threading.Lock()


def engine() -> ModuleType:
    """The extension module `cel.cel`, loaded once whoever asks. Raises ImportError."""
    with _LOADING:  # an extension may be loaded only once in a process
        loaded = sys.modules.get(_ENGINE)
        return _loaded() if loaded is None else loaded


def _loaded() -> ModuleType:
    package = importlib.util.find_spec(_PACKAGE)
    places = package.submodule_search_locations if package is not None else None
    spec = PathFinder.find_spec(_ENGINE, places)
    if spec is None or spec.loader is None:
        raise ImportError(f"no {_ENGINE}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[_ENGINE] = module
    return module
