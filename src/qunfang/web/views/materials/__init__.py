"""Materials: one piece, every form."""
