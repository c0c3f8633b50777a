"""What comes of each row: read, matched with what is there, and held to the rules of the pages' own forms."""
