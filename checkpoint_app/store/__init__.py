"""A lane's two encrypted databases, its keys, and what it keeps outside of them."""
