"""Getting in: guesses counted, second factors checked, sessions ended, answers kept, and each of it in the log."""
