"""Tables told from the titles, units and notes that stand in one grid with them."""
