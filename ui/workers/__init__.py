"""Threads beside the window's own: errands, camera, synchronisation."""
