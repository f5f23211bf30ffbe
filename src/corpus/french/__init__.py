"""The French language: folding, tokens, conjugation, numbers and dates."""
