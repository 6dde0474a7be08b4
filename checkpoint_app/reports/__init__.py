"""A port's day as tables for people, and as files: CSV, a workbook, a printed page."""
