"""People and machines of an organisation: invited, suspended, certified."""
