"""A report as PDF: blocks made from the report, laid out by a template of typst."""
