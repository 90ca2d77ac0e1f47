"""Work that is queued with the data it belongs to and done by `rollbook worker`."""
