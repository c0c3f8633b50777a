"""Packs as tagged PDF (PDF/UA-1), set by Typst in fonts that Hoshin brings along."""

from hoshin.reporting.to_pdf.document import render

__all__ = ["render"]
