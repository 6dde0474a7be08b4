"""The key ceremony: how root and targets come to be signed, by people, away from the registry.

A ceremony is a folder, on a stick, that holds all that is needed and nothing secret; private keys
stay in password-protected files of their own. Only its beginning and its end need the registry.
"""
