# Import: what headers are, progress, result
error-mapping-header-missing = { $path } has no such header: { $headers }. It has: { $found }.
remedy-mapping-header-missing = Write headers as the file does; a second column of the same header is called "header (2)".
error-mapping-column-unknown = There is no column "{ $column }" (given for the header "{ $header }").
remedy-mapping-column-unknown = Use the columns listed in the README, such as registration_id or name; nothing after the equals sign means none.
error-mapping-too-large = Too many columns are given, or a header is too long.
remedy-mapping-too-large = At most { $limit } columns, each header of at most { $chars_max } characters.
error-mapping-not-a-pair = "{ $given }" is not HEADER=COLUMN.
remedy-mapping-not-a-pair = Write for instance --column code=registration_id.
error-mapping-changed = Somebody else has just said what these columns are.
remedy-mapping-changed = The roll is imported; upload the file again to see how it is read now.
event-ColumnsMapped = { $actor } said what the columns of such files are
