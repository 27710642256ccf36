"""Benchmarks on a real Kafka: the engine and the real job beside their peers (docs/benchmarks.md)."""
