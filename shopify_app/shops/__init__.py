"""The stores that installed Tote: who they are, whether they are active, and their tokens."""
