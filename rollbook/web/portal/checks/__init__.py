"""A file checked: sent, watched, its findings read by cause or by record, and taken away."""
