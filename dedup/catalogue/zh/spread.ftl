# 分布式比对。

error-spread-frame = 比对主题中有本版本无法读取的内容：{ $detail }
remedy-spread-frame = 所有工作进程须为同一版本。若确已一致，则主题被他人写入或已损坏：请停止各工作进程，删除 matching.keys.v1 与 matching.pairs.v1，用 dedup worker topics 重新创建后再启动；全部内容会由日志重新生成。
error-spread-frame-large = 日志位置 { $position } 处的登记生成了 { $bytes } 字节的数据，超出 Kafka 上限。
remedy-spread-frame-large = 请报告此问题：登记各项内容均有长度限制，本不应出现。
error-spread-frames-lost = 比对主题中有 { $frames } 条数据未及读取即被删除。
remedy-spread-frames-lost = 这些主题须永久保留（retention.ms=-1）。请删除 matching.keys.v1 与 matching.pairs.v1，用 dedup worker topics 重新创建后再启动；全部内容会由日志重新生成。
error-spread-keys-missing = 第 { $share } 号键分片在日志位置 { $position } 之后有缺漏。
remedy-spread-keys-missing = Kafka 丢失了数据。请删除 matching.keys.v1 与 matching.pairs.v1，用 dedup worker topics 重新创建后再启动；全部内容会由日志重新生成。
error-spread-model = 日志位置 { $position } 处没有模型，而比对进程被告知该处启用了模型。
remedy-spread-model = 比对主题属于另一份日志。请为每份日志使用各自的主题（DEDUP_KAFKA_TOPIC_PREFIX），或删除 matching.keys.v1 与 matching.pairs.v1 后用 dedup worker topics 重新创建。
