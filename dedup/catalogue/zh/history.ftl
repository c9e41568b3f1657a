# 历史：逐句讲述
history-origin = （来源：{ $file } 第 { $row } 行）
history-VoterRegistered = { $at }，{ $actor } 将选民 { $subject } 登记入册{ $origin }。
history-RegistrationAmended = { $at }，{ $actor } 更正了登记 { $subject } 的 { $changed }{ $origin }。
history-RegistrationWithdrawn = { $at }，{ $actor } 从选民名单撤出登记 { $subject }，理由：{ $reason }{ $origin }。
history-RegistrationRestored = { $at }，{ $actor } 恢复了登记 { $subject }{ $origin }。
history-CaseFlagged = { $at }，{ $actor } 将 { $left } 与 { $right } 标记为疑似重复登记（{ $kind }），案件 { $subject }，概率 { $percent }%，依据：{ $reasons }（模型 { $model }）。
history-CaseRescored = { $at }，登记信息变动后，{ $actor } 重新评估案件 { $subject }：概率 { $percent }%，依据：{ $reasons }（模型 { $model }）。
history-CaseReweighed = { $at }，{ $actor } 以模型 { $model } 重新衡量案件 { $subject }：概率 { $percent }%，依据：{ $reasons }。
history-FlagLapsed = { $at }，{ $actor } 取消案件 { $subject } 的标记：{ $reason }。
history-CaseClaimed = { $at }，{ $actor } 领取案件 { $subject }。
history-CaseReleased = { $at }，{ $actor } 未作结论，释放案件 { $subject }。
history-CaseDecided = { $at }，{ $actor } 对案件 { $subject } 作出结论：{ $outcome }，理由：{ $reason }。
history-CaseReopened = { $at }，{ $actor } 重新打开案件 { $subject }，理由：{ $reason }。

no-reason-given = 未说明
list-separator = 、

column-registration_id = 登记编号
column-committee = 选举委员会
column-name = 姓名
column-former_name = 曾用名
column-sex = 性别
column-ethnicity = 民族
column-birth_date = 出生日期
column-id_number = 公民身份号码
column-household_address = 户籍地址
column-residence_address = 现居住地址
column-phone = 联系电话
column-employer = 工作单位
column-note = 备注
column-extra = 其他列
column-constituency = 选区
column-voter_group = 选民小组
column-registered_on = 登记日期
column-basis = 登记依据
column-certificate_no = 选民资格证明编号
column-level = 层级

error-registration-unknown = 没有登记 { $registration }。
remedy-registration-unknown = 写法：换届/层级/区划代码/登记编号，例如 2026/county/340123/000001；本届县级可只写 340123/000001。
error-moment-unreadable = 看不懂的时间或位置：{ $moment }。
remedy-moment-unreadable = 写日志位置（数字），或日期、时间，例如 2026-09-01 或 2026-09-01T12:00:00。
