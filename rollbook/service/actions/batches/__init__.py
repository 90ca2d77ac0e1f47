"""Batch files: sent once, worked on in chunks that each stand or fall whole, exceptions settled one by one."""
