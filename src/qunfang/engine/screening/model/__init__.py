"""The learned part: hashed character n-grams and pairs of ideas, in numpy alone."""
