"""Answers 204 to a token that a library accepts, and 401 to any other: python verifiers.py LIBRARY"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
import requests

JWKS = "https://marketplace.vercel.com/.well-known/jwks.json"


def key_by_requests(token):
    keys = jwt.PyJWKSet.from_dict(requests.get(JWKS, timeout=10).json())
    return keys[jwt.get_unverified_header(token)["kid"]]


client = jwt.PyJWKClient(JWKS)
key_of = {"requests": key_by_requests, "PyJWKClient": client.get_signing_key_from_jwt}[sys.argv[1]]


class Handler(BaseHTTPRequestHandler):
    def do_DELETE(self):
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, key_of(token), ["RS256"], {"require": ["exp"]},
                       audience=os.environ["INTEGRATION_ID"], issuer="https://marketplace.vercel.com")
            self.send_response(204)
        except Exception:
            self.send_response(401)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
