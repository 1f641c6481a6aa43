# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Writes what servers say to syslog: syslog.py SOCKET FILE
import os
import socket
import sys

server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
while True:
    line = server.recv(65536).rstrip(b"\0\n")
    # The file may have been removed.
    with open(sys.argv[2], "ab") as file:
        file.write(line + b"\n")
