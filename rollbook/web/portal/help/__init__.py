"""Guides, references, and questions to the register's team."""
