"""The content of untrusted files: their file type, their text, e-mails, and active content.

Each reader can receive a file that was made to break it, so callers run the readers in a sandboxed child process.
"""
