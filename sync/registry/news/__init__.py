"""Bad news at night: what one officer's command changes, publishes and gives out as a notice."""
