"""The design system: tokens, fonts, style sheet."""
