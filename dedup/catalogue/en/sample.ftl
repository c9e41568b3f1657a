# Sample registers
error-sample-rows = A sample cannot have { $rows } rows.
remedy-sample-rows = Ask for at least one row.
error-sample-hosts = A sample cannot have { $hosts } host districts.
remedy-sample-hosts = Ask for 1 to { $most } host districts.
error-sample-xlsx-rows = A sample of { $rows } rows does not fit an XLSX sheet.
remedy-sample-xlsx-rows = Ask for CSV or JSON Lines, or for at most { $most } rows.
