"""The Kafka we talk to: that of `KAFKA_BOOTSTRAP`, else a real one started here (docs/decisions/0005)."""
