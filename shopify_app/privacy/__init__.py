"""What a customer may ask of a store about themselves."""
