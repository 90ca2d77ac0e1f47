"""The command line: one file for each verb, loaded only when that verb is used."""
