"""The commands: each reads its arguments, calls the core and says what came out.

One module per command, loaded only when it is asked for, so that a decision on the command line
never waits for the web. Data goes to standard output or a file, talk to standard error.
"""
