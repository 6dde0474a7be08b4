"""How the registry's data becomes trusted: TUF, packs, import. One path, whatever carries it."""
