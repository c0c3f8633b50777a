"""What reviews show, gathered and then composed."""
