"""How a rulebook is proven: worked cases now; whole-space checks and impact stand on the same door.

Everything here calls `decide`, as a page or a command does, and reads its outcome.
"""
