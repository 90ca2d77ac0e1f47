"""Rules as data: loaded, run as one query each, shown by examples, and tried by changing them."""
