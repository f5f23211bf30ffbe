"""Evidence in the browser: a Datasette plugin, its pages, and evidence files in seven formats."""
