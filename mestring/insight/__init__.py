"""Read-only: deadlines kept, what stands still, and how the work is spread."""
