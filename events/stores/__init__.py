"""Where logs are kept: each module is one way, all keep the promises of `events.store`."""
