"""Every attack that was thought of, one row each, and what stands against it."""
