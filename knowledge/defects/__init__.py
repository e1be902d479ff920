"""Product defects: everybody reports, only the team that answers for the product reads."""
