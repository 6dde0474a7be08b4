"""The port's application, its windows excluded. Nothing here imports Qt."""
