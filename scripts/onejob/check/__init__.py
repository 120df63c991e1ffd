"""The checker. Standard library only: it must run from a copied folder."""
