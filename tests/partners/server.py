"""A partner's server: one product, two plans, everything in memory."""

import json
import os
import re
import time
import uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qs, unquote, urlsplit

import jwt

AUDIENCE = os.environ["INTEGRATION_ID"]
KEYS = jwt.PyJWKClient("https://marketplace.vercel.com/.well-known/jwks.json")

lock = Lock()
installations, claims, answers = {}, {}, {}


class Refusal(Exception):
    def __init__(self, status, code, message, **more):
        self.status, self.body = status, {"error": {"code": code, "message": message, **more}}


def invalid(key, message):
    fields = [{"key": key, "message": message}]
    return Refusal(400, "validation_error", "The request is invalid.", fields=fields)


def not_found(what):
    return Refusal(404, "not_found", f"There is no such {what}.")


def plan(name, scope, cost):
    return {"id": name, "type": "subscription", "name": name, "description": f"The plan {name}",
            "scope": scope, "cost": cost, "paymentMethodRequired": cost != "$0"}


PLANS = {scope: {"free": plan("free", scope, "$0"), "pro": plan("pro", scope, "$10")}
         for scope in ("resource", "installation")}


def find_plan(name, scope):
    if name not in PLANS[scope]:
        raise invalid("billingPlanId", "There is no such plan.")
    return PLANS[scope][name]


def check(body, **types):
    for key, kind in types.items():
        if not isinstance(body.get(key), kind):
            raise invalid(key, f"must be of type {kind.__name__}")


class Call:
    """What a handler needs of a request."""

    def __init__(self, ids, query, body):
        self.id, self.last = ids[0], ids[-1]
        self.query, self.body = query, body
        self.installation = installations.get(self.id)

    def resource(self):
        if self.last not in self.installation["resources"]:
            raise not_found("resource")
        return self.installation["resources"][self.last]

    def claim(self):
        if self.last not in claims:
            raise not_found("claim")
        claim = claims[self.last]
        if claim["accepted"] or claim["expires_at"] < time.time() * 1000:
            raise Refusal(409, "conflict", "The claim was accepted or has expired.")
        return claim

    def plans(self, scope):
        try:
            json.loads(self.query.get("metadata", ["{}"])[0])
        except ValueError:
            raise invalid("metadata", "must be JSON") from None
        return 200, {"plans": list(PLANS[scope].values())}


def new_secrets():
    return [{"name": "DATABASE_URL", "value": f"postgres://{uuid.uuid4()}@db.example.com/main"}]


def product_plans(call):
    if call.id != "postgres":
        raise not_found("product")
    return call.plans("resource")


def get_installation(call):
    return 200, {"billingPlan": call.installation["plan"]}


def upsert_installation(call):
    check(call.body, scopes=list, acceptedPolicies=dict, credentials=dict, account=dict)
    check(call.body["credentials"], access_token=str)
    new = {"plan": PLANS["installation"]["free"], "resources": {}, "invoices": set()}
    call.installation = installations.setdefault(call.id, new)
    call.installation["access_token"] = call.body["credentials"]["access_token"]
    return get_installation(call)


def update_installation(call):
    if "billingPlanId" in call.body:
        call.installation["plan"] = find_plan(call.body["billingPlanId"], "installation")
    return get_installation(call)


def delete_installation(call):
    del installations[call.id]
    return 200, {"finalized": True}


def provision_resource(call):
    check(call.body, productId=str, name=str, metadata=dict, billingPlanId=str)
    if call.body["productId"] != "postgres":
        raise invalid("productId", "There is no such product.")
    resource = {key: call.body[key] for key in ("productId", "name", "metadata")}
    resource.update(id=str(uuid.uuid4()), status="ready",
                    billingPlan=find_plan(call.body["billingPlanId"], "resource"))
    call.installation["resources"][resource["id"]] = resource
    return 200, {**resource, "secrets": new_secrets()}


def list_resources(call):
    ids = ",".join(call.query.get("ids", []))
    found = call.installation["resources"].values()
    return 200, {"resources": [it for it in found if not ids or it["id"] in ids.split(",")]}


def update_resource(call):
    resource, body = call.resource(), call.body
    check({"name": "", "metadata": {}, "billingPlanId": "", **body},
          name=str, metadata=dict, billingPlanId=str)
    if "billingPlanId" in body:
        resource["billingPlan"] = find_plan(body["billingPlanId"], "resource")
    resource.update({key: body[key] for key in ("name", "metadata") if key in body})
    return 200, resource


def delete_resource(call):
    del call.installation["resources"][call.resource()["id"]]
    return 204, None


def rotate_secrets(call):
    call.resource()
    if not 0 <= call.body.get("delayOldSecretsExpirationHours", 0) <= 720:
        raise invalid("delayOldSecretsExpirationHours", "must be from 0 to 720")
    return 200, {"sync": True, "secrets": new_secrets()}


def run_command(call):
    check(call.body, input=str)
    text = f"{call.resource()['name']}: {call.body['input']}"
    return 200, [{"type": "paragraph", "children": [{"text": text}]}]


def resource_plans(call):
    call.resource()
    return call.plans("resource")


def provision_purchase(call):
    check(call.body, invoiceId=str)
    call.installation["invoices"].add(call.body["invoiceId"])
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    cents = 5000 * len(call.installation["invoices"])
    return 200, {"timestamp": now, "balances": [{"currencyValueInCents": cents}]}


def create_transfer(call):
    check(call.body, resourceIds=list, expiresAt=int)
    if not set(call.body["resourceIds"]) <= call.installation["resources"].keys():
        raise invalid("resourceIds", "There is no such resource.")
    claim = str(uuid.uuid4())
    claims[claim] = {"source": call.id, "resources": call.body["resourceIds"],
                     "expires_at": call.body["expiresAt"], "accepted": False}
    return 200, {"providerClaimId": claim}


def verify_transfer(call):
    return 200, {"valid": bool(call.claim())}


def accept_transfer(call):
    claim = call.claim()
    source = installations.get(claim["source"], {"resources": {}})["resources"]
    for resource in claim["resources"]:
        if resource in source:
            call.installation["resources"][resource] = source.pop(resource)
    claim["accepted"] = True
    return 204, None


INSTALLATION, RESOURCE = "/v1/installations/([^/]+)", "/v1/installations/([^/]+)/resources/([^/]+)"
TRANSFER = INSTALLATION + "/resource-transfer-requests"
ROUTES = [
    ("GET", "/v1/products/([^/]+)/plans", "system", product_plans),
    ("GET", "/v1/installations/(new)/plans", "system", lambda call: call.plans("installation")),
    ("GET", INSTALLATION + "/plans", "system", lambda call: call.plans("installation")),
    ("GET", INSTALLATION, "system", get_installation),
    ("PUT", INSTALLATION, "user", upsert_installation),
    ("PATCH", INSTALLATION, "user", update_installation),
    ("DELETE", INSTALLATION, "user system", delete_installation),
    ("POST", INSTALLATION + "/resources", "user", provision_resource),
    ("GET", INSTALLATION + "/resources", "system", list_resources),
    ("GET", RESOURCE, "system", lambda call: (200, call.resource())),
    ("PATCH", RESOURCE, "user", update_resource),
    ("DELETE", RESOURCE, "user system", delete_resource),
    ("POST", RESOURCE + "/secrets/rotate", "user system", rotate_secrets),
    ("POST", RESOURCE + "/repl", "user", run_command),
    ("GET", RESOURCE + "/plans", "system", resource_plans),
    ("POST", INSTALLATION + "/billing/provision", "user system", provision_purchase),
    ("POST", TRANSFER, "system", create_transfer),
    ("GET", TRANSFER + "/([^/]+)/verify", "system", verify_transfer),
    ("POST", TRANSFER + "/([^/]+)/accept", "system", accept_transfer),
]


def authenticate(headers):
    """Who calls: the claims of a token that is Vercel's, and for this integration."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refusal(401, "unauthorized", "A token is required.")
    try:
        # PyJWT refuses a `sub` that is null, but tokens before an installation have none.
        options = {"require": ["exp"], "verify_sub": False}
        token = jwt.decode(token, KEYS.get_signing_key_from_jwt(token), ["RS256"], options,
                           audience=AUDIENCE, issuer="https://marketplace.vercel.com", leeway=5)
    except jwt.PyJWKClientConnectionError:
        raise Refusal(503, "unavailable", "The keys cannot be fetched.") from None
    except jwt.PyJWTError as error:
        raise Refusal(401, "unauthorized", str(error)) from None
    kind = "user" if "user_id" in token or "user_role" in token else "system"
    subject, installation = token.get("sub"), token.get("installation_id")
    user = ":user:[0-9a-fA-F]+" if kind == "user" else ""
    is_anonymous = kind == "system" and installation is None and subject is None
    if not is_anonymous and not re.fullmatch("account:[0-9a-fA-F]+" + user, subject or ""):
        raise Refusal(401, "unauthorized", "The subject is malformed.")
    if headers.get("x-vercel-auth", kind) != kind:
        raise Refusal(403, "forbidden", "The token is of another kind.")
    return kind, installation, kind == "system" or token.get("user_role") == "ADMIN"


def answer(method, target, headers, text):
    url = urlsplit(target)
    kind, installation, is_admin = authenticate(headers)
    for its_method, path, auth, handle in ROUTES:
        found = its_method == method and re.fullmatch(path, url.path)
        if found:
            break
    else:
        raise not_found("path")
    ids = [unquote(part) for part in found.groups()]
    is_bound = path.startswith("/v1/installations/") and ids[0] != "new"
    if kind not in auth.split():
        raise Refusal(403, "forbidden", "The token is of the wrong kind.")
    if is_bound and installation != ids[0]:
        raise Refusal(403, "forbidden", "The token is for another installation.")
    if method != "GET" and not is_admin:
        raise Refusal(403, "forbidden", "The user is not an administrator.")
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise Refusal(400, "validation_error", "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise Refusal(400, "validation_error", "The body is no object.")
    key = (method, url.path, headers.get("idempotency-key"))
    with lock:
        if key in answers:
            return answers[key]
        if is_bound and method != "PUT" and ids[0] not in installations:
            raise not_found("installation")
        status, body = handle(Call(ids, parse_qs(url.query), body))
        result = status, b"" if body is None else json.dumps(body).encode()
        if method != "GET" and key[-1]:
            answers[key] = result
        return result


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        text = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            status, body = answer(self.command, self.path, self.headers, text)
        except Refusal as refusal:
            status, body = refusal.status, json.dumps(refusal.body).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_PATCH = do_POST = do_DELETE = handle_one

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 3000))), Handler).serve_forever()
