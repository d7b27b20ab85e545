"""The answer space cut into cells, what comes out in each, and regions of it in words."""
