"""The same network in other engines. Each is started by its path, for it may need another Python."""
