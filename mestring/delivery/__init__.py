"""What becomes of help that was decided: the plan with its goals, the order to a provider, what was delivered, and what the provider tells the authority."""
