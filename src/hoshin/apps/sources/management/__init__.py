"""What operators run for the sources app."""
