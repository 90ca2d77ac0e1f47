-- Takes these lines out of the load.
delete from loading where line = any(%(lines)s::int[])
