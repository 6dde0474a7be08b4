"""Programs of different age: version 1 for ever, and neighbours one ahead."""
