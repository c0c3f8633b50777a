"""Pages: how agreements are kept, one ticket's clock, the reconciliation; the book, its agreements and calendars."""
