"""From light and keystrokes to text: pictures, barcodes, bursts of keys. Judges no permit."""
