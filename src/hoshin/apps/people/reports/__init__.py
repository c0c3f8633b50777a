"""What the pages of people show: read, then composed."""
