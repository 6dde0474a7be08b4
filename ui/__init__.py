"""Qt windows, one folder a desk. Presenters know no Qt."""
