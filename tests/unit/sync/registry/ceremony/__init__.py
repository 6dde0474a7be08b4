"""The parts of a key ceremony that decide."""
