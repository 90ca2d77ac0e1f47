"""The dictionary for everybody to read: items with their versions, code sets, and who asks for what."""
