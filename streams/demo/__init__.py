"""`asb demo`: everything once on a real Kafka, from an empty folder to decisions checked against the truth."""
