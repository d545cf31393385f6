"""Log-in: the pages of django-allauth in our words, the lock-out, the municipality's own log-in, and the demo's way into any role."""
