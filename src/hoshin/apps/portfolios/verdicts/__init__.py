"""Verdicts as they were worked out: kept in rows, so that pages are quick and what was said before can be read.

A verdict follows from the claim, the tickets and the method alone. Its question is the hash of all three, so nothing
kept is ever out of date: new tickets, another claim or another method is another question.
"""
