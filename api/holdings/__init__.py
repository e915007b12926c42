"""Who holds this now, asked for lists of names and told in words."""
