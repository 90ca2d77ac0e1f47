"""The Common Basic Data Set: identifiers, code sets and number ranges; what each means, from when to when."""
