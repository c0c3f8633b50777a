"""The workbooks that Hoshin writes."""
