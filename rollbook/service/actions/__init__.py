"""Everything that changes something, each in one transaction with its line in the log. The one way for every door."""
