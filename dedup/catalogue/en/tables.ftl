secrets-copied = Copied the passwords and tokens of { $accounts } accounts; people sign in again.
error-view-newer = The read model is of layout { $found }; this program knows { $known }.
remedy-view-newer = Use the newer program. To go back to this one, stop the newer ones and delete the read model: views.sqlite in the store, or the table view_layout in the database; it is built anew from the log.
