store-migrated = 数据库结构 { $before } → { $after }。
store-copying = 正在复制事件
store-copied = 已复制 { $events } 条事件；两份日志都到位置 { $position }，内容一致。
    全部事件原文的 SHA-256：{ $stored }
    摘要：{ $digest }
error-postgres-not-installed = 设置了数据库，但本程序没有安装 PostgreSQL 支持。
remedy-postgres-not-installed = 请安装：pip install "dedup[postgres]"。
error-database-missing = 没有指定数据库。
remedy-database-missing = 设置 DEDUP_DATABASE_URL 或 DEDUP_DATABASE_URL_FILE；命令带 --to 的也可用它指定。
error-database-url-malformed = 数据库地址无法识别。
remedy-database-url-malformed = 写成 postgresql://用户@主机:5432/数据库；密码里的 @ : / 等要写成百分号形式，或把密码放在 DEDUP_DATABASE_PASSWORD_FILE 里。
error-secret-unreadable = 无法读取 { $path } 里的密钥：{ $detail }。
remedy-secret-unreadable = 检查文件是否存在、是否为空、运行程序的用户能否读取。
error-copy-target-foreign = 目标数据库里已有 { $events } 条事件或进度，不是这份数据的开头。
remedy-copy-target-foreign = 请给一个空数据库，或用当初中断的那份数据继续。
error-copy-differs = 复制结果与原数据不一致（{ $part }，位置 { $position }）。
remedy-copy-differs = 确认两边都没有程序在写；清空数据库后重新复制；核对一致之前请保留原数据。
finding-database = PostgreSQL，结构版本 { $version }；提交落盘后才确认
finding-unreachable = { $detail }
