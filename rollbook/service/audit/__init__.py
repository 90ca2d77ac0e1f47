"""The access log: written with what it records, chained and signed by the sealer, verified by anybody."""
