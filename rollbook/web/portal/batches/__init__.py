"""Files of learners: sent, mended, followed, settled."""
