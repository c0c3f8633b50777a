"""What was promised to those who are served: calendars, agreements, and how they are kept."""
