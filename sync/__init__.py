"""Both ends of the synchronisation, and the registry."""
