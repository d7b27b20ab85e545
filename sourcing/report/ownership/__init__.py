"""Who owns whom, as ties in words and as a picture."""
