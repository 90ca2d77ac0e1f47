"""Is this the same person? Normal forms, keys, comparisons, weights, decision, explanation."""
