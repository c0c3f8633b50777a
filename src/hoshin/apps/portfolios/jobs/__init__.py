"""What the worker does: verdicts on new tickets, and how often verdicts would be wrong."""
