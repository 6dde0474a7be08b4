"""The demonstration: a registry, a port and a day's pilgrims on one machine, judged for real.

What each pilgrim must be answered is written down when the season is made, never asked of the
decision. Nothing here is part of a lane.
"""
