"""The rulebook as people read it: sentences, filters, where rules fire, and a map of outcomes."""
