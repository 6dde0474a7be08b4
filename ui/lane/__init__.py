"""The first line's window: verdict, person, next step."""
