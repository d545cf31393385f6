"""The provider's doors."""
