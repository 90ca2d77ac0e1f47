"""Who may take part and do what: providers, roles, agreements, purposes."""
