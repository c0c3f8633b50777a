"""Forms of calendars, agreements and whole books. What they refuse they say at the field, with what to do."""
