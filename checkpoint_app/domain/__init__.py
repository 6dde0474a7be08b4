"""Values and decisions of the border: no I/O, no clock, the standard library only."""
