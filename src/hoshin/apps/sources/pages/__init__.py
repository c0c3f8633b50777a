"""Pages: the list of imports, bringing a file in, saying how to read it, and watching it being read."""
