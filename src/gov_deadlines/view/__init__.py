"""Showing what was decided: rows for any view, a page, calendar files, frames and charts; pure reads."""
