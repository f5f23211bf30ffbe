"""`python -m corpus`: the command line."""

from corpus.cli import main

main()
