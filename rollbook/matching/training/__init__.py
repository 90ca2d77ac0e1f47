"""Training the model: m and u without labels by Splink, then all weights together on labelled pairs."""
