"""Moving a register: a backup in one file, and a restore after which no number is ever given twice."""
