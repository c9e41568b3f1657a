# 选举日程与法定期限
gate-registration_closes = 登记截止
gate-publication = 公布选民名单
gate-appeal_filed = 提出申诉截止
gate-appeal_decided = 申诉处理截止
gate-preliminary_candidates = 公布初步候选人
gate-late_addition = 补登截止
gate-formal_candidates = 公布正式候选人
gate-suit_filed = 起诉截止
gate-suit_judged = 判决截止
gate-last_removal = 除名截止（次日起冻结）
gate-correction_cutoff = 补正公布截止
gate-election_day = 选举日

level-county = 县级
level-township = 乡级

header-cycle = 换届
header-preset = 规则来源
header-place = 地方
header-code = 区划代码
header-source = 依据
header-gate = 期限（至当日二十四时）
header-day = 日期
header-days-left = 剩余天数
header-next-gate = 下一期限
header-publication = 名单公布
header-election-day = 选举日
header-rule = 规则
header-value = 取值

calendar-set = 已设定 { $committee } 的日程。
calendar-unchanged = { $committee } 的日程原已如此，未作改动。

history-CalendarSet = { $at }，{ $actor } 设定 { $subject } 的日程：{ $published } 公布选民名单，{ $elected } 选举。

error-calendar-unknown = 选举委员会 { $committee } 在 { $cycle } 换届中尚未设定日程。
remedy-calendar-unknown = 用 dedup calendar set { $committee } --election-day 日期 设定；--level、--cycle 可指明层级和换届。
error-calendar-changed = 有人刚设定了 { $committee } 的日程，本次未作改动。
remedy-calendar-changed = 用 dedup calendar show { $committee } 查看后再试。
error-calendar-needs-election-day = { $field }：{ $committee } 的日程还没有选举日。
remedy-calendar-needs-election-day = 用 --election-day YYYY-MM-DD 写明。
error-preset-unknown = 没有名为 { $preset } 的地方规则。
remedy-preset-unknown = 可用：{ $known }。
error-calendar-rule-unknown = 没有规则 { $rule }。
remedy-calendar-rule-unknown = 可用：{ $known }。
error-calendar-rule-invalid = { $field }：规则不能取值 { $value }（{ $detail }）。
remedy-calendar-rule-invalid = 各项规则及取值见 docs/calendar.md。
error-calendar-committee = { $field }：{ $value } 不是区划代码。
remedy-calendar-committee = 写 6 至 12 位的区划代码，例如 340123。
error-calendar-level = { $field }：没有层级 { $value }。
remedy-calendar-level = 写 county（县级）或 township（乡级）。
error-calendar-waived-within = { $field }：{ $value } 不是本选举委员会区划代码的开头。
remedy-calendar-waived-within = 写同一系统内各选举委员会代码共同的前几位，例如 31，或写 none。
error-calendar-figure = { $field }：{ $value } 超出范围。
remedy-calendar-figure = 写 { $least } 至 { $most } 之间的数。
error-calendar-freeze-late = { $field }：最后一次补正公布之后仍可除名。
remedy-calendar-freeze-late = 写 { $least } 天或更多，或推迟补正公布截止。
error-calendar-late-addition = { $field }：补登不能早于名单公布，也不能晚于最后一次补正公布。
remedy-calendar-late-addition = 写 { $least } 至 { $most } 之间的数，或写 none。
error-calendar-outside-cycle = { $field }：选举日 { $day } 不在 { $cycle } 换届之内。
remedy-calendar-outside-cycle = 更正日期，或用 --cycle 指明换届。
error-calendar-publication-late = { $field }：{ $day } 公布选民名单太迟。
remedy-calendar-publication-late = 应在选举日的 { $days } 日以前公布（选举法第二十八条及本地规定），最迟 { $latest }。
error-calendar-too-early = { $field }：{ $day } 早于选举日半年以上。
remedy-calendar-too-early = 写 { $earliest } 或以后的日期，或更正选举日。
error-calendar-closes-late = { $field }：登记截止日 { $day } 晚于名单公布。
remedy-calendar-closes-late = 写 { $latest } 或更早的日期；此后来登记的属于补登。
error-calendar-days-off = { $field }：列了 { $count } 天，太多了。
remedy-calendar-days-off = 最多列 { $most } 天，只列名单公布至选举日之间的即可。
error-calendar-working-weekend = { $field }：{ $day } 不是周六或周日，或同时被列为放假。
remedy-calendar-working-weekend = 只列调休上班的周六、周日。
error-calendar-holidays-missing = { $field }：期限遇放假顺延，但不知道 { $year } 年的放假日。
remedy-calendar-holidays-missing = 用 --holiday（及 --working-weekend）列出 { $year } 年的放假安排，或写 --rule rollover=none。
