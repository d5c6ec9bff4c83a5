"""What only one organisation knows: its configuration, policies and lists; imports rules and types."""
