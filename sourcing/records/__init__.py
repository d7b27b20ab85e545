"""What is kept: drafts of briefs, decisions as issued, the rulebooks that they were made under.

The one package that speaks SQL. It stores plain values and text and judges none of them: what a
brief or a decision means is not its business, only that nothing is lost and no decision changes.
"""
