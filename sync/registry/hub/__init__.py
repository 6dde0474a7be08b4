"""A port's hub: passes on what its lanes say to each other, and is trusted with nothing."""
