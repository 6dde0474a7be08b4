"""Languages, digits and dates as people read them."""
