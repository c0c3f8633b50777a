"""Packs as PowerPoint files, with native charts and tables that can be edited."""

from hoshin.reporting.to_pptx.deck import render

__all__ = ["render"]
