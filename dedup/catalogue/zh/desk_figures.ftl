# 概况页的数字
dashboard-at = 统计时间 { $at }
lag-at = （截至 { $at }）
counterparts-more = 另有 { $count } 个选举委员会未列出。
flows-others = 另有 { $count } 件属较小的流向，未画出。
web-saving = 正在保存…服务器较忙，请稍候。
