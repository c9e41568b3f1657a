# 导入：表头对应、进度、结果
error-mapping-header-missing = { $path } 里没有这样的表头：{ $headers }。现有的表头：{ $found }。
remedy-mapping-header-missing = 请照文件里的写法写表头；同名的第二列写作“表头 (2)”。
error-mapping-column-unknown = 没有名为“{ $column }”的列（写给表头“{ $header }”）。
remedy-mapping-column-unknown = 请写 README 中列出的列名，例如 registration_id、name；等号后留空表示不对应任何列。
error-mapping-too-large = 对应关系过多或表头过长。
remedy-mapping-too-large = 最多 { $limit } 列，每个表头最多 { $chars_max } 个字符。
error-mapping-not-a-pair = “{ $given }”不是“表头=列名”。
remedy-mapping-not-a-pair = 写成 --column 编码=registration_id 这样的形式。
error-mapping-changed = 本委员会的表头对应刚刚被别人改动。
remedy-mapping-changed = 名册已经导入；重新上传即可看到现在的对应。
event-ColumnsMapped = { $actor }说明了某种文件各列的含义
