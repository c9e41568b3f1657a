# 消息流与工作进程。

error-kafka-not-set = 没有可用的 Kafka 集群。
remedy-kafka-not-set = 请将 DEDUP_KAFKA_BOOTSTRAP_SERVERS 设为一个或多个服务器的 主机:端口，以逗号分隔。
error-stream-unavailable = 消息流暂时无法使用：{ $detail }
remedy-stream-unavailable = 请检查 Kafka 是否运行并可连接、主题是否存在（dedup worker topics），以及 DEDUP_KAFKA_ 各项设置。工作进程会自行恢复。

topic-made = { $topic }：已创建
topic-there = { $topic }：已存在
history-origin-message = （来源：{ $sender } 的消息 { $message }）
worker-status = { $text }
worker-trouble = { $what } { $pause } 秒后重试。

reject-message_empty = 消息为空
remedy-reject-message_empty = 请发送以登记内容为数据的 CloudEvent
reject-message_too_large = 消息超过 1 MiB
remedy-reject-message_too_large = 每条消息只发送一条登记
reject-not_a_cloudevent = 消息不是 CloudEvent
remedy-reject-not_a_cloudevent = 请使用 ce_ 消息头（二进制模式），或含 specversion 的 JSON 对象（结构化模式）
reject-specversion_unknown = CloudEvents 版本不是 1.0
remedy-reject-specversion_unknown = 请将 specversion 设为 1.0
reject-content_mode_unknown = 内容不是 JSON，或一条消息含多个事件
remedy-reject-content_mode_unknown = 每条消息发送一个事件，数据类型为 application/json
reject-content_not_json = 消息不是完整的 JSON
remedy-reject-content_not_json = 请以 UTF-8 编码书写 JSON
reject-attribute_missing = 缺少 id、source 或 type
remedy-reject-attribute_missing = 每条消息都要有这三项
reject-attribute_invalid = 有一项属性无法使用
remedy-reject-attribute_invalid = 文字不超过 300 个可显示字符，time 用带时区的 RFC 3339 格式
reject-data_not_an_object = 数据不是 JSON 对象
remedy-reject-data_not_an_object = 请写成由栏目名称和值组成的对象
reject-not_a_message = 该行不是消息
remedy-reject-not_a_message = 每行写一个含 id 和 body 的对象
reject-kind_unknown = 此处不接收该类型的消息
remedy-reject-kind_unknown = 请将 type 设为 dedup.registration.submitted.v1
reject-not_processable = 消息无法处理
remedy-reject-not_processable = 这是程序的问题，请连同消息一并反馈
