"""Prices and what they come to: tables, sentences and the pictures beside them."""
