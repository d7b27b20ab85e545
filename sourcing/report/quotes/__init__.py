"""Quotes side by side: the table, what misleads, and the forms in which they leave."""
