"""The command line of raftspec: it composes the other packages and holds no rule of its own."""
