# 案件：状态、结论、类别
state-unflagged = 未标记
state-open = 待核实
state-claimed = 核实中
state-decided = 已有结论
state-lapsed = 已不再标记

outcome-host_keeps = 由流入地保留登记
outcome-home_keeps = 由户籍地保留登记
outcome-same_committee_duplicate = 同一选举委员会内重复登记
outcome-not_same = 不是同一人
outcome-cannot_tell = 无法判断

kind-cross_committee = 跨选举委员会
kind-within_committee = 同一选举委员会内

lapse-registration_withdrawn = 其中一方已从选民名单撤出登记
lapse-below_threshold = 信息更正后两条登记不再相似
lapse-model_changed = 采用新模型后两条登记不再被标记

verdict-same_person = 疑似同一人
verdict-same_household = 疑似同户不同人
verdict-stranger = 疑似不同的人

side-home = 户籍地
side-host = 流入地
side-left = 甲方
side-right = 乙方

error-case-unknown = 没有编号为 { $case } 的案件。
remedy-case-unknown = 用 dedup cases list 查看案件编号；编号可以只写前 6 位以上。
error-case-ambiguous = 以 { $case } 开头的案件不止一件：{ $matches }。
remedy-case-ambiguous = 请多写几位编号。
error-case-claimed-by-other = 案件 { $case } 正由 { $holder } 核实。
remedy-case-claimed-by-other = 请对方先释放案件（dedup cases release），或由对方作出结论。
error-case-state = 案件 { $case } 目前处于“{ $state }”状态，不能执行 { $wanted }。
remedy-case-state = 先用 dedup cases show { $case } 查看案件；须先领取（claim）才能作结论，已有结论的须先重新打开（reopen）。
error-case-changed = 案件 { $case } 刚刚被他人改动，本次操作未生效。
remedy-case-changed = 重新查看案件后再试一次。
error-outcome-does-not-fit = 结论 { $outcome } 不适用于这一类案件（{ $kind }）。
remedy-outcome-does-not-fit = 可用的结论：{ $allowed }。
error-reopen-needs-reason = 重新打开案件必须说明理由。
remedy-reopen-needs-reason = 用 --reason 写明理由。
error-reason-too-long = 理由有 { $length } 个字符，太长了。
remedy-reason-too-long = 最多 { $length_max } 个字符。
