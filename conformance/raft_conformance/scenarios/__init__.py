"""Cluster scenarios: a readable function each, in the language of `world`.

They see blobs only, so every implementation can be asked; a scenario says with `world.reach` what
must come about for its verdict to mean anything. The judge watches every step of all of them.
"""
