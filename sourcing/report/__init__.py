"""A decision made readable: phrased, formatted and set as a page, a print or plain text.

Everything here is a function of the decision's document: no clock, no disk but the templates, no
web, no rulebook. The web and the commands call it and add only what surrounds it.
"""
