"""Runs ministack or moto_server on a free port of this machine, prints the port, and ends with whoever holds
standard input.
"""
import os
import socket
import subprocess
import sys

with socket.socket() as free:
    free.bind(('127.0.0.1', 0))
    port = free.getsockname()[1]
name = sys.argv[1]
environment = dict(os.environ, BIND_HOST='127.0.0.1', GATEWAY_PORT=str(port), IOT_MTLS_ENABLED='0')
command = [os.path.join(os.path.dirname(sys.executable), name)]
if name == 'moto_server':
    command += ['-H', '127.0.0.1', '-p', str(port)]
server = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(port, flush=True)
try:
    sys.stdin.read()
finally:
    server.kill()
