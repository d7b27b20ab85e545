"""Pictures of money: each a drawing laid out here, drawn by a macro, with the same figures as a table.

Across, places are percentages of the width; down, they are lines of text. So one drawing fits a
phone, a desk and a printed page, and grows with the reader's letters.
"""
