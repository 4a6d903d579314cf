"""What the facts say of meetings, instruments, roadmaps, names and suspensions, on a day."""
