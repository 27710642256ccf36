"""Looking at the audit of our own processing: reading it, and whether it is as it was written (X7)."""
