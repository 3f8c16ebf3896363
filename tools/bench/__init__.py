"""The benchmark: one model through this project's explorer and through TLC, in turn, and their ratios.

Run it with `python -m bench`; the README beside this file says what the columns mean.
"""
