# 命令行
remedy = 处理办法：{ $text }
interrupted = 已中断。再次运行同一命令即可继续。
rate = { $rows } 行/秒
withdrawn = （已撤出）

header-file = 文件
header-accepted = 新登记
header-unchanged = 无变化
header-amended = 更正
header-withdrawn = 撤出
header-rejected = 未收
header-note = 说明
header-case = 案件
header-probability = 概率
header-state = 状态
header-pair = 双方登记
header-reasons = 依据（正为支持，负为反对，单位：比特）
header-kind = 类别
header-verdict = 判断
header-flagged_at = 标记时间
header-model = 模型
header-claimed_by = 核实人
header-decision = 结论
header-evidence = 依据
header-bits = 比特
header-check = 检查项
header-detail = 详情

import-repeated = 此文件早已导入，未作改动
import-resumed = 从第 { $row } 行之后继续
import-rejects = 未收的行见 { $path }
import-warnings = { $count } 处数值有疑问，已照原样收下

progress-training = 训练模型
progress-loading = 读回已有登记
progress-matching = 比对
progress-replaying = 重放
progress-sample = 生成样本

projected = 比对登记 { $registrations } 条：新标记 { $flagged } 对，重新评估 { $rescored } 对，取消 { $lapsed } 对（模型 { $model }）。
matched = 共 { $flags } 对疑似重复登记（概率 ≥ { $threshold }），已写入 { $out }；数据目录：{ $store }（后续可用 dedup cases list --store { $store }）。
match-stopped = 有文件无法读取，未进行比对；已导入的 { $taken } 个文件已保存，改正后重新运行同一命令即可。
match-other-files = 注意：数据目录里还有另外 { $count } 个文件的登记，也一并参加了比对。如需分开，请用 --store 指定新目录。
model-outgrown = 注意：现有登记 { $registrations } 条，已远超模型采用时的 { $roll_size } 条，概率会偏高；请运行 dedup project --adopt-model 重新采用模型。
blocks-full = 注意：有 { $count } 组登记的共同特征过于普遍，只按更细的特征比对；受影响的案件标有“查找未尽”。

cases-listed = 显示 { $shown } 件，共 { $total } 件。
case-now = 案件 { $case } 现为：{ $state }。

sample-written = 已在 { $folder } 生成虚构样本：{ $rows } 条登记，{ $people } 人，其中 { $pairs } 对是同一人。
demo-sample = 生成样本：一个户籍地县与几个流入地区的选民登记册（人物均为虚构）
demo-import = 导入：每一行成为事件日志中的事件
demo-match = 比对：两两核对，标记疑似重复登记，并说明理由
demo-flags = { $kind }：共 { $total } 对，列出前几对：
demo-flags-written = 全部 { $count } 对已写入 { $path }
demo-resolve = 核实：领取一件案件并作出结论（系统不会改动任何名册）
demo-history = 历史：这件案件与双方登记的经过
demo-replay = 重放：由日志重建一切，核对摘要
demo-next = 接下来可以试试
demo-reviewer = 演示审核员
demo-reason = 已与户籍地选举委员会电话核实，选民持有选民资格证明
demo-try =
    { $program } cases list --store { $store }            # 案件列表
    { $program } cases show { $case } --store { $store }      # 查看一件案件
    { $program } history { $case } --store { $store } --lang en
    { $program } match { $out }/registers/*-invented.* --out flags.csv   # 一条命令完成全部步骤
error-demo-folder-taken = 文件夹 { $folder } 里已有别的内容。
remedy-demo-folder-taken = 用 --out 另指定一个文件夹。

replay-read = 日志共 { $events } 个事件，已由日志重建：
replay-same = 一致
replay-differs = 不一致
digest-registrations = 登记
digest-flags = 标记
digest-decisions = 结论
digest-files = 文件
digest-derived = 重新比对所得标记
replay-unprojected = 尚有登记未比对（运行 dedup project），本次未核对标记的来由。
replay-agrees = 重放一致，摘要 { $digest }
replay-disagrees = 重放不一致，摘要 { $digest }

check-runtime = 运行环境
check-store = 数据目录
check-disk = 磁盘
check-log = 事件日志
check-views = 查询库
check-contents = 内容
check-model = 模型
check-projector = 比对进度
finding-runtime = Python { $python }，SQLite { $sqlite }
finding-store-missing = { $store } 里还没有数据；先运行 dedup import 或 dedup match
finding-disk = 剩余 { $free } GB（建议不少于 1 GB）
finding-unreadable = 无法读取：{ $detail }；请从备份恢复
finding-durability = 日志方式 { $mode }，同步级别 { $level }（应为 wal 与 2）
finding-view-damaged = { $path } 已损坏（{ $detail }）；删除它即可，下次查询会重建
finding-contents = { $events } 个事件，{ $registrations } 条登记在册
finding-view-position = 落后日志 { $behind } 个事件，查询时自动跟上
finding-no-model = 尚未采用模型；运行 dedup project
finding-model = { $model }，采用时登记 { $roll_size } 条
finding-model-outgrown = { $model } 采用时登记 { $roll_size } 条，现已远超；运行 dedup project --adopt-model
finding-waiting = { $waiting } 条登记事件待比对

error-store-missing = { $store } 里没有数据。
remedy-store-missing = 先运行 dedup import 或 dedup match，或用 --store 指定数据目录。
error-store-unavailable = 数据目录无法使用：{ $detail }。
remedy-store-unavailable = 检查磁盘空间、权限，以及是否有别的程序占用；之后重新运行同一命令即可继续。
error-output-unwritable = 无法写入 { $path }：{ $detail }。
remedy-output-unwritable = 检查文件夹是否存在、是否可写、磁盘是否已满。
error-system = 系统报告错误：{ $detail }。
remedy-system = 排除原因后重新运行同一命令，会从中断处继续。
error-log-unreadable = 日志中有本版本读不懂或已损坏的内容：{ $detail }。
remedy-log-unreadable = 如果日志由更新的版本写成，请升级程序；否则请从备份恢复，并运行 dedup doctor。
error-log-conflict = 另一个程序同时改动了同一处。
remedy-log-conflict = 重新运行同一命令。
error-file-imported-elsewhere = 另一个程序正在导入同一个文件。
remedy-file-imported-elsewhere = 等它完成后再运行；不会重复登记。
error-registrations-keep-changing = 别的程序不断改动同一批登记，本批未能写入。
remedy-registrations-keep-changing = 稍后重新运行同一命令，会从中断处继续。
error-projected-elsewhere = 另一个程序正在比对同一数据目录。
remedy-projected-elsewhere = 等它完成后再运行。
error-cases-keep-changing = 案件不断被改动，本批标记未能写入。
remedy-cases-keep-changing = 稍后重新运行 dedup project。
error-model-adopted-elsewhere = 另一个程序刚刚采用了模型。
remedy-model-adopted-elsewhere = 重新运行同一命令。
error-model-fingerprint = 日志中的模型与其指纹不符（应为 { $stated }，实为 { $computed }）。
remedy-model-fingerprint = 请从备份恢复日志。
error-setting-invalid = 设置 { $name } 不能是“{ $value }”：{ $detail }。
remedy-setting-invalid = 改正命令行选项，或环境变量与 .env 中的 DEDUP_* 设置。
error-committee-not-a-code = --committee 给出的“{ $given }”不是区划代码。
remedy-committee-not-a-code = 请填写 6 至 12 位数字的区划代码，例如 340123。
error-level-unknown = --level 给出的“{ $given }”不是层级。
remedy-level-unknown = 请填写 county（县级）或 township（乡级）。
