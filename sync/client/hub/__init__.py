"""A lane's link to its port's hubs: finding one, proving it, pushing, pulling, taking in."""
