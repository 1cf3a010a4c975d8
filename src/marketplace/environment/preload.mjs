// Sends requests for Vercel's API and its issuer to VERCEL_API_URL, where `vercel-hooks emulate`
// listens, and leaves all others alone. Loaded with `node --import` or `bun --preload`.
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { urlToHttpOptions } from 'node:url';

const HOSTS = ['marketplace.vercel.com', 'api.vercel.com', 'vercel.com'];
const LOADED = Symbol.for('vercel-hooks.preload');

function parse(url) {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

const emulator = parse(process.env.VERCEL_API_URL);

// Of vercel.com, only the API is emulated.
function isEmulated(url) {
  const isVercel = url?.protocol === 'https:' && url.port === '' && HOSTS.includes(url.hostname);
  return isVercel && (url.hostname !== 'vercel.com' || url.pathname.startsWith('/api/'));
}

function redirectFetch(fetch) {
  return function (input, init) {
    const isRequest = typeof input?.url === 'string';
    const url = parse(isRequest ? input.url : input);
    if (!isEmulated(url)) return fetch.call(this, input, init);
    const to = new URL(url.pathname + url.search, emulator);
    const request = new Request(to, isRequest ? new Request(input, init) : init);
    request.headers.set('x-forwarded-host', url.hostname);
    return fetch.call(this, request);
  };
}

// The arguments are `url, options?, callback?` or `options, callback?`.
function redirectRequest(request) {
  return function (...args) {
    const isUrl = typeof args[0] === 'string' || args[0] instanceof URL;
    const url = isUrl ? parse(args[0]) : undefined;
    const rest = isUrl ? args.slice(1) : args;
    const given = typeof rest[0] === 'function' || !rest[0] ? {} : rest[0];
    const options = { ...(url && urlToHttpOptions(url)), ...given };
    const host = options.hostname ?? options.host ?? '';
    const port = [undefined, null, '', 443, '443'].includes(options.port) ? '' : `:${options.port}`;
    const path = options.path ?? '/';
    if (!isEmulated(parse(`https://${host}${port}${path}`))) return request.apply(this, args);
    const { hostname, port: emulatorPort } = urlToHttpOptions(emulator);
    const redirected = http.request(
      {
        ...options,
        protocol: 'http:',
        host: hostname,
        hostname,
        port: emulatorPort,
        agent: undefined,
        createConnection: undefined,
      },
      rest.find((argument) => typeof argument === 'function'),
    );
    redirected.setHeader('x-forwarded-host', host);
    return redirected;
  };
}

if (emulator?.protocol === 'http:' && !globalThis[LOADED]) {
  globalThis[LOADED] = true;
  globalThis.fetch = redirectFetch(globalThis.fetch);
  https.request = redirectRequest(https.request);
  https.get = function (...args) {
    const request = https.request(...args);
    request.end();
    return request;
  };
  syncBuiltinESMExports();
}
