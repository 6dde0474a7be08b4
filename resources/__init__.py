"""Ports, rules, texts and help pages: data that ships with the program."""
