"""All training text and what turns it into the shipped model."""
