"""Serves one file over HTTPS on a free port of this machine, prints the port, and ends with whoever holds standard
input: https.py CERTIFICATE KEY FILE"""
import http.server
import ssl
import sys
import threading

certificate, key, path = sys.argv[1:]
with open(path, 'rb') as file:
    content = file.read()


class One(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        # As GitHub does.
        self.send_response(200 if self.headers['user-agent'] else 403)
        self.send_header('content-length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), One)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
