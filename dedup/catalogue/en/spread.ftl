# Matching spread over workers.

error-spread-frame = A topic of matching holds something that this version does not read: { $detail }
remedy-spread-frame = Run one version of all workers. If that is so, somebody else writes these topics, or they are damaged: stop the workers, delete matching.keys.v1 and matching.pairs.v1, make them anew (dedup worker topics) and start again; everything is made from the log.
error-spread-frame-large = The registration at position { $position } makes a frame of { $bytes } bytes, more than Kafka takes.
remedy-spread-frame-large = Report it: values of a registration are limited, and this should not be possible.
error-spread-frames-lost = { $frames } frames of a topic of matching were deleted before they were read.
remedy-spread-frames-lost = These topics must be kept for ever (retention.ms=-1). Delete matching.keys.v1 and matching.pairs.v1, make them anew (dedup worker topics) and start again; everything is made from the log.
error-spread-keys-missing = Share { $share } of the keys has gaps after position { $position } of the log.
remedy-spread-keys-missing = Kafka has lost frames. Delete matching.keys.v1 and matching.pairs.v1, make them anew (dedup worker topics) and start again; everything is made from the log.
error-spread-model = The log has no model at position { $position }, where a matcher was told of one.
remedy-spread-model = The topics of matching belong to another log. Give each log its own topics (DEDUP_KAFKA_TOPIC_PREFIX), or delete matching.keys.v1 and matching.pairs.v1 and make them anew (dedup worker topics).
