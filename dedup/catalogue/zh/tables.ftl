secrets-copied = 已复制 { $accounts } 个账户的密码和令牌；人员需要重新登录。
error-view-newer = 读取模型的结构版本是 { $found }，本程序只认识 { $known }。
remedy-view-newer = 请用较新的程序。若要退回本程序，先停掉较新的程序，再删除读取模型（存储目录里的 views.sqlite，或数据库里的 view_layout 表），它会从日志重建。
