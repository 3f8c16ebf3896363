"""`python -m raftspec` is the command `raftspec`."""

from raftspec.cli import main

main()
