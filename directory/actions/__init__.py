"""Writes across models: verb first, atomic; rights are asked before they are called."""
