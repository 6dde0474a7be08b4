"""When to sync, what to do after a failure, what a receipt means. Values in, values out: no I/O."""
