// A partner's server: one product, two plans, everything in memory.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

const audience = process.env.INTEGRATION_ID;
const keys = createRemoteJWKSet(new URL("https://marketplace.vercel.com/.well-known/jwks"));

type Plan = { id: string; name: string; scope: string; [more: string]: unknown };
type Resource = { id: string; productId: string; name: string; status: string; metadata: object; billingPlan: Plan };
type Installation = { accessToken: string; plan: Plan; resources: Map<string, Resource>; invoices: Set<string> };
type Claim = { source: string; resourceIds: string[]; expiresAt: number; accepted: boolean };
type Answer = { status: number; body?: unknown };
type Call = { id: string; last: string; query: URLSearchParams; body: any; installation: Installation };
type Field = { key: string; message: string };

class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly fields?: Field[]) {
    super(message);
  }
}
const invalid = (key: string, message: string) => new Refusal(400, "validation_error", "The request is invalid.", [{ key, message }]);
const notFound = (what: string) => new Refusal(404, "not_found", `There is no such ${what}.`);
const ok = (body: unknown): Answer => ({ status: 200, body });

const plan = (id: string, scope: string, cost: string): Plan => ({
  id, scope, cost, name: id, type: "subscription", description: `The plan ${id}`, paymentMethodRequired: cost !== "$0",
});
const plans = ["resource", "installation"].flatMap((scope) => [plan("free", scope, "$0"), plan("pro", scope, "$10")]);
const installations = new Map<string, Installation>();
const claims = new Map<string, Claim>();
const answers = new Map<string, Answer>();

function findPlan(id: string, scope: string): Plan {
  const found = plans.find((plan) => plan.id === id && plan.scope === scope);
  if (!found) throw invalid("billingPlanId", "There is no such plan.");
  return found;
}
function findResource({ installation, last }: Call): Resource {
  const found = installation.resources.get(last);
  if (!found) throw notFound("resource");
  return found;
}
function findClaim({ last }: Call): Claim {
  const found = claims.get(last);
  if (!found) throw notFound("claim");
  if (found.accepted || found.expiresAt < Date.now()) throw new Refusal(409, "conflict", "The claim was accepted or has expired.");
  return found;
}
function check(body: any, types: Record<string, string>) {
  for (const [key, type] of Object.entries(types)) {
    const value = body[key.replace("?", "")];
    const actual = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
    if (actual !== type && !(key.endsWith("?") && value === undefined)) throw invalid(key.replace("?", ""), `must be of type ${type}`);
  }
}
function listPlans(scope: string, query: URLSearchParams): Answer {
  try {
    JSON.parse(query.get("metadata") ?? "{}");
  } catch {
    throw invalid("metadata", "must be JSON");
  }
  return ok({ plans: plans.filter((plan) => plan.scope === scope) });
}
const newSecrets = () => [{ name: "DATABASE_URL", value: `postgres://${randomUUID()}@db.example.com/main` }];
const about = (installation: Installation) => ok({ billingPlan: installation.plan });

const handlers: [method: string, path: RegExp, auth: string, handle: (call: Call) => Answer][] = [
  ["GET", /^\/v1\/products\/([^/]+)\/plans$/, "system", ({ id, query }) => {
    if (id !== "postgres") throw notFound("product");
    return listPlans("resource", query);
  }],
  ["GET", /^\/v1\/installations\/(new)\/plans$/, "system", ({ query }) => listPlans("installation", query)],
  ["GET", /^\/v1\/installations\/([^/]+)\/plans$/, "system", ({ query }) => listPlans("installation", query)],
  ["GET", /^\/v1\/installations\/([^/]+)$/, "system", ({ installation }) => about(installation)],
  ["PUT", /^\/v1\/installations\/([^/]+)$/, "user", ({ id, body }) => {
    check(body, { scopes: "array", acceptedPolicies: "object", credentials: "object", account: "object" });
    check(body.credentials, { access_token: "string" });
    const known = installations.get(id) ?? { plan: plans[2]!, resources: new Map(), invoices: new Set() };
    installations.set(id, { ...known, accessToken: body.credentials.access_token });
    return about(installations.get(id)!);
  }],
  ["PATCH", /^\/v1\/installations\/([^/]+)$/, "user", ({ installation, body }) => {
    if (body.billingPlanId !== undefined) installation.plan = findPlan(body.billingPlanId, "installation");
    return about(installation);
  }],
  ["DELETE", /^\/v1\/installations\/([^/]+)$/, "user system", ({ id }) => {
    installations.delete(id);
    return ok({ finalized: true });
  }],
  ["POST", /^\/v1\/installations\/([^/]+)\/resources$/, "user", ({ installation, body }) => {
    check(body, { productId: "string", name: "string", metadata: "object", billingPlanId: "string" });
    if (body.productId !== "postgres") throw invalid("productId", "There is no such product.");
    const { productId, name, metadata } = body;
    const resource = { id: randomUUID(), productId, name, metadata, status: "ready", billingPlan: findPlan(body.billingPlanId, "resource") };
    installation.resources.set(resource.id, resource);
    return ok({ ...resource, secrets: newSecrets() });
  }],
  ["GET", /^\/v1\/installations\/([^/]+)\/resources$/, "system", ({ installation, query }) => {
    const ids = query.getAll("ids").flatMap((ids) => ids.split(","));
    return ok({ resources: [...installation.resources.values()].filter(({ id }) => !ids.length || ids.includes(id)) });
  }],
  ["GET", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)$/, "system", (call) => ok(findResource(call))],
  ["PATCH", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)$/, "user", (call) => {
    const [resource, { name, metadata, billingPlanId }] = [findResource(call), call.body];
    check(call.body, { "name?": "string", "metadata?": "object", "billingPlanId?": "string" });
    const billingPlan = billingPlanId === undefined ? resource.billingPlan : findPlan(billingPlanId, "resource");
    return ok(Object.assign(resource, { name: name ?? resource.name, metadata: metadata ?? resource.metadata, billingPlan }));
  }],
  ["DELETE", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)$/, "user system", (call) => {
    call.installation.resources.delete(findResource(call).id);
    return { status: 204 };
  }],
  ["POST", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)\/secrets\/rotate$/, "user system", (call) => {
    findResource(call);
    const delay = call.body.delayOldSecretsExpirationHours ?? 0;
    if (!(delay >= 0 && delay <= 720)) throw invalid("delayOldSecretsExpirationHours", "must be from 0 to 720");
    return ok({ sync: true, secrets: newSecrets() });
  }],
  ["POST", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)\/repl$/, "user", (call) => {
    check(call.body, { input: "string" });
    return ok([{ type: "paragraph", children: [{ text: `${findResource(call).name}: ${call.body.input}` }] }]);
  }],
  ["GET", /^\/v1\/installations\/([^/]+)\/resources\/([^/]+)\/plans$/, "system", (call) => {
    findResource(call);
    return listPlans("resource", call.query);
  }],
  ["POST", /^\/v1\/installations\/([^/]+)\/billing\/provision$/, "user system", ({ installation, body }) => {
    check(body, { invoiceId: "string" });
    installation.invoices.add(body.invoiceId);
    return ok({ timestamp: new Date().toISOString(), balances: [{ currencyValueInCents: installation.invoices.size * 5000 }] });
  }],
  ["POST", /^\/v1\/installations\/([^/]+)\/resource-transfer-requests$/, "system", ({ id, installation, body }) => {
    check(body, { resourceIds: "array", expiresAt: "number" });
    if (!body.resourceIds.every((id: string) => installation.resources.has(id))) throw invalid("resourceIds", "There is no such resource.");
    const providerClaimId = randomUUID();
    claims.set(providerClaimId, { source: id, resourceIds: body.resourceIds, expiresAt: body.expiresAt, accepted: false });
    return ok({ providerClaimId });
  }],
  ["GET", /^\/v1\/installations\/([^/]+)\/resource-transfer-requests\/([^/]+)\/verify$/, "system", (call) => ok({ valid: Boolean(findClaim(call)) })],
  ["POST", /^\/v1\/installations\/([^/]+)\/resource-transfer-requests\/([^/]+)\/accept$/, "system", (call) => {
    const claim = findClaim(call);
    const source = installations.get(claim.source)?.resources;
    for (const id of claim.resourceIds) {
      const resource = source?.get(id);
      if (resource) call.installation.resources.set(id, resource);
      source?.delete(id);
    }
    claim.accepted = true;
    return { status: 204 };
  }],
];

/** Who calls: the claims of a token that is Vercel's, and for this integration. */
async function authenticate({ headers }: IncomingMessage) {
  const [scheme, token] = (headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token) throw new Refusal(401, "unauthorized", "A token is required.");
  const options = { issuer: "https://marketplace.vercel.com", audience, algorithms: ["RS256"], requiredClaims: ["exp"], clockTolerance: 5 };
  const { payload } = await jwtVerify(token, keys, options).catch((error) => {
    throw error instanceof errors.JOSEError ? new Refusal(401, "unauthorized", error.message) : error;
  });
  const kind = "user_id" in payload || "user_role" in payload ? "user" : "system";
  const subject = kind === "user" ? /^account:[0-9a-f]+:user:[0-9a-f]+$/i : /^account:[0-9a-f]+$/i;
  const isAnonymous = kind === "system" && payload.installation_id === null && payload.sub == null;
  if (!isAnonymous && !subject.test(payload.sub ?? "")) throw new Refusal(401, "unauthorized", "The subject is malformed.");
  if ((headers["x-vercel-auth"] ?? kind) !== kind) throw new Refusal(403, "forbidden", "The token is of another kind.");
  return { kind, installation: payload.installation_id, isAdmin: kind === "system" || payload.user_role === "ADMIN" };
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url!, "http://localhost");
  const caller = await authenticate(request);
  const route = handlers.find(([method, path]) => method === request.method && path.test(url.pathname));
  if (!route) throw notFound("path");
  const [method, path, auth, handle] = route;
  const [id = "", last = ""] = path.exec(url.pathname)!.slice(1).map(decodeURIComponent);
  const isBound = url.pathname.startsWith("/v1/installations/") && id !== "new";
  if (!auth.split(" ").includes(caller.kind)) throw new Refusal(403, "forbidden", "The token is of the wrong kind.");
  if (isBound && caller.installation !== id) throw new Refusal(403, "forbidden", "The token is for another installation.");
  if (method !== "GET" && !caller.isAdmin) throw new Refusal(403, "forbidden", "The user is not an administrator.");

  const text = Buffer.concat(await request.toArray()).toString();
  let body: any;
  try {
    body = JSON.parse(text || "{}");
  } catch {
    throw new Refusal(400, "validation_error", "The body is no JSON.");
  }
  if (typeof body !== "object" || body === null) throw new Refusal(400, "validation_error", "The body is no object.");
  const key = method !== "GET" && `${method} ${url.pathname} ${request.headers["idempotency-key"] ?? randomUUID()}`;
  const earlier = key && answers.get(key);
  if (earlier) return earlier;
  const installation = installations.get(id);
  if (isBound && !installation && method !== "PUT") throw notFound("installation");
  const result = handle({ id, last, query: url.searchParams, body, installation: installation! });
  if (key) answers.set(key, structuredClone(result));
  return result;
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch((error): Answer => {
    if (!(error instanceof Refusal)) console.error(error);
    const { status, code, message, fields } =
      error instanceof Refusal ? error : new Refusal(500, "internal_error", "Something went wrong.");
    return { status, body: { error: { code, message, fields } } };
  });
  request.resume();
  response.writeHead(status, body === undefined ? {} : { "content-type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
