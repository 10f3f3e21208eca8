"""Exhibits drawn as pages of one PDF."""
