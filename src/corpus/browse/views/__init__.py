"""The pages, one module a family. Each view reads through `corpus.store` and fills a template."""
