error-grant-to-oneself = Account { $account } cannot change its own roles or state.
remedy-grant-to-oneself = Ask another system administrator to do it.
error-duties-not-separate = Account { $account } cannot also be { $role }: system administration, audit and reading voters are kept by different accounts.
remedy-duties-not-separate = Create another account for that role, or revoke the roles it holds first.
error-grant-malformed = Role { $role } is granted for the wrong scope.
remedy-grant-malformed = A committee's role takes a level and a code, a superior body six digits of a division code, an auditor or system administrator no scope.
