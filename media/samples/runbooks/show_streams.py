"""Writes to standard output and standard error, which become the Output and Error streams."""
import sys

print("a text")
print("an error that does not end the runbook", file=sys.stderr)
print("a last text")
