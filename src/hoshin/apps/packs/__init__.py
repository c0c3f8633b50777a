"""What the board sees: issued editions whose numbers never change."""
