"""The windows. Qt lives here; presenters, which make what a window draws, know none of it.

A window asks a service through `ui.ports` and never opens a store or the registry.
"""
