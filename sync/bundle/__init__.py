"""The same repository laid on a stick, and what comes back from a port by one."""
