"""The pages and the API: requests in, answers out; what they mean is decided elsewhere.

A module for each subject. Views read the request, call the core, and choose a template; they hold
no rule of the market and no SQL.
"""
