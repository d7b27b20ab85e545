"""Issued decisions: the report and its files, what if, and the same again under today's rules."""
