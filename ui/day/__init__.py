"""The day's departures and returns."""
