"""Orders of the supervisor: what is relaxed, for whom and until when, and who ordered it."""
