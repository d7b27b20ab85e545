"""What quotes come to: each in the same terms, what to beware of, and what they put into the formula."""
