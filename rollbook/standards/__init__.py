"""Files in an agreed shape: recognise, read, check, explain, write."""
