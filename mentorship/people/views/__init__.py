"""Pages of people: cards, consents, staff lists."""
