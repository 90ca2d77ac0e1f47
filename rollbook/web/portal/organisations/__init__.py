"""Organisations: apply, be approved, sectors, links, certification."""
