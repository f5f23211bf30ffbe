"""What a new workspace starts with: settings and notes here, and the rules of the package."""
