"""Matching whole files: the same keys, levels and weights as for one learner, over columns of distinct values."""
