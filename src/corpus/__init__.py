"""A workshop for evidence: French administrative texts and hearings in, a SQLite corpus out."""
