"""What conditions lean on: entities, secrets, measures, check digits; imports documents and types."""
