"""Engines that answer questions to an event log. All get the same Ibis expressions."""
