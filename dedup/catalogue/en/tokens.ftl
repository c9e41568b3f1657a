# Tokens of committees' systems
error-token-name = A token cannot be called that.
remedy-token-name = Begin with a letter, digit or Chinese character; spaces and . _ - may follow, at most { $limit } characters.
error-token-grant = Account { $account } is not { $role } of a committee { $code }.
remedy-token-grant = A token is for one committee's role that the account holds: name it with --role, --level and --code.
error-token-scope = A token of this role cannot allow: { $actions }.
remedy-token-scope = Name at least one of: { $possible }.
error-token-unknown = Account { $account } has no token { $token }.
remedy-token-unknown = The account's history names the tokens issued.
