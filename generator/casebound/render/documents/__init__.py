"""The decision note and the dossier as PDF."""
