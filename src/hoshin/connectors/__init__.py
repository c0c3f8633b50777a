"""Where tickets come from: files today, desk APIs by the same shape."""
