"""Settings: what somebody may change here, and what would come of it."""
