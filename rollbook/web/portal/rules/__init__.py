"""Rules for everybody to read: each with what it means, why, how to mend, who says so, and examples."""
