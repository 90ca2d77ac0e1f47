"""How well people are found: our matching and Splink on the same searches, in the same run."""
