"""A real Apache Kafka broker for the tests: its own artefacts from Maven Central on the machine's Java."""
