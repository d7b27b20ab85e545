"""The first screen and page 1: what to do, may we, cost, vendors, start, what is weak, who does what."""
