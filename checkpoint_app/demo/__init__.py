"""The demonstration: a season, a registry and a lane on one computer, from print to count."""
