"""Objectives, key results and initiatives as a workbook: out, in with a preview, and back with what was rejected."""
