# Streams and workers.

error-kafka-not-set = There is no Kafka cluster to work with.
remedy-kafka-not-set = Set DEDUP_KAFKA_BOOTSTRAP_SERVERS to host:port of one broker or more, with commas between.
error-stream-unavailable = The stream cannot be used just now: { $detail }
remedy-stream-unavailable = Check that the brokers run and can be reached, that the topics exist (dedup worker topics), and the DEDUP_KAFKA_ settings. A worker goes on by itself.

topic-made = { $topic }: made
topic-there = { $topic }: there already
history-origin-message = { " " }(from message { $message } of { $sender })
worker-status = { $text }
worker-trouble = { $what } Trying again in { $pause } s.

reject-message_empty = the message is empty
remedy-reject-message_empty = send a CloudEvent whose data is the registration
reject-message_too_large = the message is larger than 1 MiB
remedy-reject-message_too_large = send one registration a message
reject-not_a_cloudevent = the message is not a CloudEvent
remedy-reject-not_a_cloudevent = send ce_ headers (binary mode), or one JSON object with specversion (structured mode)
reject-specversion_unknown = the version of CloudEvents is not 1.0
remedy-reject-specversion_unknown = set specversion to 1.0
reject-content_mode_unknown = the content is not JSON, or many events at once
remedy-reject-content_mode_unknown = send one event a message, with data of type application/json
reject-content_not_json = the message is not whole JSON
remedy-reject-content_not_json = write JSON in UTF-8
reject-attribute_missing = id, source or type is missing
remedy-reject-attribute_missing = give each message all three
reject-attribute_invalid = an attribute cannot be used
remedy-reject-attribute_invalid = keep texts to 300 printable characters, and time to RFC 3339 with its offset
reject-data_not_an_object = the data is not a JSON object
remedy-reject-data_not_an_object = write an object of column names and values
reject-not_a_message = the line is not a message
remedy-reject-not_a_message = write an object with id and body on each line
reject-kind_unknown = the type of the message is not one that is taken here
remedy-reject-kind_unknown = set type to dedup.registration.submitted.v1
reject-not_processable = the message could not be processed
remedy-reject-not_processable = report it together with the message: this is a fault of the program
