"""Cards to files: everything that writes, and loses nothing that a person wrote."""
