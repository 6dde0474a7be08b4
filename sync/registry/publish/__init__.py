"""The publisher: record blocks, packs and the TUF repository over them."""
