"""Briefs in the browser: the questionnaire made from the rulebook, drafts as typed, previews.

A *draft* is what somebody typed, field by field, right or wrong; it is kept as it is. Reading a
draft gives a brief, or complaints that each name a field.
"""
