"""From light to text: barcodes read from pictures. What a text means is not known here."""
