"""Pictures, pages and texts of a timeline, and state diagrams of a definition."""
