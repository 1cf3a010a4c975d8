// Answers 204 to a token that a library accepts, and 401 to any other: node verifiers.mjs LIBRARY
import { createServer } from "node:http";

const issuer = "https://marketplace.vercel.com";
const jwksUri = "https://marketplace.vercel.com/.well-known/jwks";
const audience = process.env.INTEGRATION_ID;

async function jose(name, uri = jwksUri) {
  const { createRemoteJWKSet, jwtVerify } = await import(name);
  const keys = createRemoteJWKSet(new URL(uri));
  return (token) => jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"], requiredClaims: ["exp"] });
}

const libraries = {
  "jose 5": () => jose("jose-5"),
  "jose 6": () => jose("jose"),
  "jwks-rsa": async () => {
    const { default: jwksClient } = await import("jwks-rsa");
    const { default: jwt } = await import("jsonwebtoken");
    const client = jwksClient({ jwksUri });
    return async (token) => {
      const { header } = jwt.decode(token, { complete: true });
      const key = await client.getSigningKey(header.kid);
      const claims = jwt.verify(token, key.getPublicKey(), { issuer, audience, algorithms: ["RS256"] });
      if (!claims.exp) throw new Error("no exp");
    };
  },
  // As in a branch of Vercel's example: it finds the keys, and jose verifies.
  "openid-client": async () => {
    const { discovery } = await import("openid-client");
    let verify;
    return async (token) => {
      verify ??= discovery(new URL(issuer), audience, "secret")
        .then((found) => jose("jose", found.serverMetadata().jwks_uri));
      return (await verify)(token);
    };
  },
};

const verify = await libraries[process.argv[2]]();
createServer(async (request, response) => {
  request.resume();
  try {
    await verify(request.headers.authorization.replace("Bearer ", ""));
    response.writeHead(204).end();
  } catch {
    response.writeHead(401).end();
  }
}).listen(Number(process.env.PORT), "127.0.0.1");
