"""What a new lane asks before it can work."""
