"""Who owns whom and who serves whom, and what that means for the vendors on a brief."""
