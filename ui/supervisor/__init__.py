"""The supervisor's desk: the port's day, live, and its reports."""
