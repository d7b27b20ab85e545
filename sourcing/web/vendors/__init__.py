"""The catalogue of vendors: found by what matters to a buyer, each with a page, all in a picture."""
