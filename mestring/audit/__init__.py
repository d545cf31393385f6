"""Who did what, who looked at whom, the one mover of states, and the clock."""
