"""The tones of the verdicts."""
