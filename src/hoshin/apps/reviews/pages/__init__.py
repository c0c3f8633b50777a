"""Pages of forums, reviews and what comes of them."""
