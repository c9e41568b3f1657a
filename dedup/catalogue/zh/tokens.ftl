# 系统令牌
error-token-name = 令牌不能用这个名称。
remedy-token-name = 以字母、数字或汉字开头，其后可用空格和 . _ -，最多 { $limit } 个字符。
error-token-grant = 账号 { $account } 不是选举委员会 { $code } 的 { $role }。
remedy-token-grant = 令牌对应账号在某一选举委员会的角色，请用 --role、--level、--code 指明。
error-token-scope = 该角色的令牌不能包含：{ $actions }。
remedy-token-scope = 请至少给出以下一项：{ $possible }。
error-token-unknown = 账号 { $account } 没有名为 { $token } 的令牌。
remedy-token-unknown = 该账号的历史列有已签发的令牌。
