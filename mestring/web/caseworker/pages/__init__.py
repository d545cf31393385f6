"""What a page shows, gathered from rows the actor may see."""
