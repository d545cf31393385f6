"""Django's SQLite backend on the SQLite that comes with the pysqlite3 wheel, whatever version the machine has."""
