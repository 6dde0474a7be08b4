"""The port's end of the wire: HTTP, enrolment, the two ways of syncing, and their schedule."""
