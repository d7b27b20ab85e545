"""Rules as data: what a rulebook may say, how it is read, checked and compiled.

Nothing here knows the market. Channels, questions, thresholds and figures come from the files;
this package knows only what a question, a rule, a figure or an organisation *is*.
"""
