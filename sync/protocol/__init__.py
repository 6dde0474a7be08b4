"""What the two ends of the wire share: messages, paths, sizes, versions. No I/O."""
