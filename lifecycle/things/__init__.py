"""The things with a life of their own, derived from nothing but a mechanism's effective facts."""
