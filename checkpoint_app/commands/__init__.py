"""What each command of `checkpoint` does, once its arguments are read."""
