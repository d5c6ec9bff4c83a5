"""What the voice of an organisation becomes, and where it can be learned from."""
