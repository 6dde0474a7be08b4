"""The operations that change permits, companies, agents and programmes.

Each takes a connection within a write transaction. A change of the record raises its version and
takes the next change number, so that the next publication sends it; a change of status or state
shows in the next status publication. All raise ConfigError for a number the registry does not know.
"""
