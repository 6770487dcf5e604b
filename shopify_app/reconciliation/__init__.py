"""Fetch what Shopify has no webhook for, and send it through the same inbox as everything else."""
