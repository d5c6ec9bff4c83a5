"""Lint what an organisation is about to publish against its social media policy."""

__version__ = "0.1.0"
