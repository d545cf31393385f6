"""What the provider's pages show."""
