store-migrated = Schema { $before } → { $after }.
store-copying = copying events
store-copied = Copied { $events } events; both logs end at position { $position } and hold the same.
    SHA-256 of all stored events: { $stored }
    Digest: { $digest }
error-postgres-not-installed = A database is named, but this installation cannot talk to PostgreSQL.
remedy-postgres-not-installed = Install it with: pip install "dedup[postgres]".
error-database-missing = No database is named.
remedy-database-missing = Set DEDUP_DATABASE_URL or DEDUP_DATABASE_URL_FILE, or give --to where a command has it.
error-database-url-malformed = The database's URL cannot be read.
remedy-database-url-malformed = Write it as postgresql://user@host:5432/database; letters such as @ : / in a password are written in percent form, or keep the password in DEDUP_DATABASE_PASSWORD_FILE.
error-secret-unreadable = The secret in { $path } cannot be read: { $detail }.
remedy-secret-unreadable = See that the file exists, is not empty and may be read by the user that runs the program.
error-copy-target-foreign = The target already holds { $events } events, or positions, that are not the beginning of this store.
remedy-copy-target-foreign = Give an empty database, or the store that the interrupted copy began with.
error-copy-differs = The copy is not equal to the store ({ $part }, position { $position }).
remedy-copy-differs = See that nothing writes to either; empty the database, copy again, and keep the store until the copy is proved equal.
finding-database = PostgreSQL, schema { $version }; commits are confirmed when they are on the disk
finding-unreachable = { $detail }
