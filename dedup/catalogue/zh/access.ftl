error-grant-to-oneself = 账号 { $account } 不能变更自己的角色或状态。
remedy-grant-to-oneself = 请由另一名系统管理员办理。
error-duties-not-separate = 账号 { $account } 不能再担任 { $role }：系统管理、审计与接触选民信息的角色须由不同账号担任。
remedy-duties-not-separate = 请为该角色另建账号，或先撤销其已有角色。
error-grant-malformed = 角色 { $role } 的授权范围有误。
remedy-grant-malformed = 选举委员会的角色须给出层级和代码，上级机构须给出六位行政区划代码，审计员和系统管理员不给范围。
