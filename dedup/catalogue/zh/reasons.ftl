# 理由：每一项证据的短语（字段—等级），以及如何拼写
reason-weighed = { $phrase }（{ $bits } 比特）
reason-separator = ；
reason-search_incomplete = 某一检索块已满，可能还有未检出的相似登记

reason-name-exact = 姓名完全一致
reason-name-variant = 姓名仅繁简、异体或间隔号写法不同
reason-name-homophone = 姓名同音
reason-name-similar_sound = 姓名读音相近
reason-name-similar_shape = 姓名字形相近
reason-name-unreadable_character = 姓名有一字无法辨认，其余一致
reason-name-transliteration = 姓名似为同一名字的不同音译
reason-name-part_dropped = 姓名一方缺少部分文字，其余一致
reason-name-characters_reordered = 姓名用字相同，次序不同
reason-name-one_given_character = 姓氏相同，名字仅一字相同
reason-name-given_name_only = 名字相同，姓氏不同
reason-name-surname_only = 仅姓氏相同
reason-name-differs = 姓名不同

reason-birth_date-exact = 出生日期一致
reason-birth_date-month = 出生年月一致（一方未填日）
reason-birth_date-year = 出生年份一致（一方未填月日）
reason-birth_date-lunar = 出生日期按农历换算后一致
reason-birth_date-digits_swapped = 出生日期数字次序颠倒
reason-birth_date-one_digit = 出生日期仅一位数字不同
reason-birth_date-placeholder = 出生年份一致，一方月日疑为默认值
reason-birth_date-year_off = 出生月日一致，年份相差不大
reason-birth_date-same_month = 出生年月相同，日不同
reason-birth_date-same_year = 仅出生年份相同
reason-birth_date-differs = 出生日期不同

reason-sex-equal = 性别一致
reason-sex-differs = 性别不同

reason-ethnicity-equal = 民族一致
reason-ethnicity-equal_minority = 同一少数民族
reason-ethnicity-differs = 民族不同

reason-id_number-exact = 公民身份号码完全一致
reason-id_number-one_edit = 公民身份号码仅差一处，且其中一个校验位有误
reason-id_number-two_edits = 公民身份号码差两处，且其中一个校验位有误
reason-id_number-masked_area_and_end = 公民身份号码部分隐去，可见的地区码与末几位一致
reason-id_number-masked_end = 公民身份号码部分隐去，可见的末几位一致
reason-id_number-masked_area_and_birth = 公民身份号码部分隐去，可见的地区码与出生日期码一致
reason-id_number-masked_partly = 公民身份号码部分隐去，可见各位一致
reason-id_number-masked_one_off = 公民身份号码部分隐去，可见各位仅差一处
reason-id_number-masked_unlike = 公民身份号码部分隐去，可见的地区码与末几位均有不同
reason-id_number-masked_differs = 公民身份号码部分隐去，可见各位不一致
reason-id_number-other_area = 公民身份号码仅地区码与校验码不同
reason-id_number-neighbouring = 公民身份号码地区码与出生日期码相同，顺序码不同（双胞胎、邻号或曾换号）
reason-id_number-differs_damaged = 公民身份号码不同，但至少一个有误
reason-id_number-differs_sound = 公民身份号码不同，两个均有效且与本人信息相符
reason-id_number-differs = 公民身份号码不同

reason-phone-equal = 联系电话一致
reason-phone-one_digit = 联系电话仅一位不同
reason-phone-differs = 联系电话不同

reason-address-door = 地址为同一门户
reason-address-group = 地址为同一村民小组或楼栋
reason-address-place = 地址为同一村、社区或小区
reason-address-other_door = 地址为同一村、社区或小区，但门户不同
reason-address-township = 地址为同一乡镇街道
reason-address-county = 地址为同一县区
reason-address-other_origin = 所填户籍地在另一地方
reason-address-differs = 地址不在同一地方

reason-employer-equal = 工作单位一致
reason-employer-differs = 工作单位不同

reason-prior = 本次比对规模下任意两条登记为同一人的先验机会
reason-prior-kin = 本次比对规模下为同一人而非同户、近亲属的先验机会
reason-household-explains = 也可能是同户或近亲属的两个人
reason-household-strangers = 也可能是互不相干的两个人
reason-cap-overall = 未经人工核实，概率设有上限
reason-cap-no_id_number = 缺少可比对的公民身份号码，概率设有上限
reason-cap-name_and_birth_only = 仅凭姓名、性别和出生日期，概率设有上限
reason-calibration = 按已有结论的案件校准
reason-coincidences = 在本次比对的 { $searched } 条登记中，预计另有 { $expected } 人会因巧合而同样相似。
reason-coincidences-none = 在本次比对的 { $searched } 条登记中，预计几乎没有（不足 0.005 人）别人会因巧合而同样相似。
reason-roll-same = 两条登记在同一选举委员会的名单上
reason-roll-other = 两条登记在两个选举委员会的名单上

# 拉丁文名册
reason-given_name-exact = 名一致
reason-given_name-nickname = 一方的名是另一方的昵称或简称
reason-given_name-one_edit = 名仅一处笔误之差
reason-given_name-sound = 名读音相近
reason-given_name-initial = 一方的名只有首字母或开头几个字母，与另一方相符
reason-given_name-similar = 名拼写很相近
reason-given_name-swapped = 姓与名互换位置
reason-given_name-middle_used = 一方的名是另一方的中间名
reason-given_name-faint = 名略有相似
reason-given_name-differs = 名不同
reason-middle_name-equal = 中间名一致
reason-middle_name-initial = 中间名首字母相符
reason-middle_name-similar = 中间名拼写很相近
reason-middle_name-differs = 中间名不同
reason-surname-exact = 姓一致
reason-surname-one_edit = 姓仅一处笔误之差
reason-surname-sound = 姓读音相近
reason-surname-part = 复姓中有一部分相同
reason-surname-similar = 姓拼写很相近
reason-surname-faint = 姓略有相似
reason-surname-differs = 姓不同
reason-suffix-equal = 姓名后缀一致（Jr、Sr、III）
reason-suffix-one_sided = 仅一方有姓名后缀（Jr、Sr、III）
reason-suffix-differs = 姓名后缀不同（Jr、Sr、III）

reason-birth_date-day_month_swapped = 出生月与日互换位置
reason-birth_date-same_day = 出生月日相同，年份不同

reason-id_number-one_slip = 证件号码仅一处笔误之差
reason-id_number-two_slips = 证件号码有两处笔误之差
reason-id_number-end_equal = 证件号码部分隐去，可见的末几位一致
reason-id_number-end_one_slip = 证件号码部分隐去，可见的末几位仅差一处
reason-id_number-end_two_slips = 证件号码部分隐去，可见的末几位差两处
reason-id_number-end_differs = 证件号码部分隐去，可见的末几位不同

reason-locality-equal = 邮政编码与城区在所填范围内一致
reason-locality-postcode = 邮政编码相同，城区不同
reason-locality-suburb = 城区相同，邮政编码不同
reason-locality-digits_swapped = 邮政编码有两位数字颠倒
reason-locality-one_digit = 邮政编码仅一位不同
reason-locality-state = 仅州（省）相同
reason-locality-differs = 地址在不同地方
reason-street-equal = 街道一致
reason-street-similar = 街道拼写很相近
reason-street-differs = 街道不同
reason-street_number-equal = 门牌号一致
reason-street_number-digits_swapped = 门牌号有两位数字颠倒
reason-street_number-one_digit = 门牌号仅一位不同
reason-street_number-differs = 门牌号不同
reason-unit-equal = 同一套间
reason-unit-differs = 同一栋房屋的不同套间
