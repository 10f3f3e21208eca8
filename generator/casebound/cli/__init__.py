"""The command line: a module for each command or group of commands."""

import os
import sys

if os.name != "posix":  # before the modules that need fork and file locks are imported
    sys.stderr.write("casebound: it runs on Linux, macOS and WSL (the Windows Subsystem for Linux), not on Windows\n")
    sys.exit(2)
