"""What holds the desks together: who is at the window, what is in sight, where readings go."""
