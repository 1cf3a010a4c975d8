// Calls every function of the marketplace group of @vercel/sdk, which checks the responses against its
// types, and prints a row for each:
//
//   vercel-hooks emulate -- node tests/sdk/marketplace.mjs
//
// It needs @vercel/sdk from npm in a folder above it, or in the one that SDK_FOLDER names.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = process.env.SDK_FOLDER ? `${process.env.SDK_FOLDER}/` : import.meta.filename;
const sdk = createRequire(from).resolve('@vercel/sdk');
const { Vercel } = await import(pathToFileURL(sdk));

const emulator = process.env.VERCEL_API_URL ?? 'http://127.0.0.1:8372';
const vercel = new Vercel({ bearerToken: 'any' });
const installation = { integrationConfigurationId: 'icfg_sdk' };
const resource = { ...installation, resourceId: 'db_7' };
const item = { ...resource, itemId: 'flag_1' };
const end = new Date();
const period = { start: new Date(end - 30 * 24 * 3600 * 1000), end };
const secrets = [{ name: 'URL', value: 's3cret' }];
const line = {
  billingPlanId: 'pro', resourceId: 'db_7', name: 'Pro', price: '10.00', quantity: 1, units: 'month',
  total: '10.00',
};
const config = 'InstallationsByIntegrationConfigurationIdResourcesByResourceIdExperimentationGlobalConfig';
let invoiceId;
let failed = 0;

async function call(name, request, check = () => true) {
  let result = 'ok';
  // It parses the body that a response to HEAD never has.
  const isKnown = (error) => name.startsWith('head') && error instanceof SyntaxError;
  try {
    const response = await vercel.marketplace[name](request);
    if (!check(response)) result = `unexpected ${JSON.stringify(response)}`;
  } catch (error) {
    if (!isKnown(error)) result = `${error.name}: ${error.message}`;
  }
  failed += result === 'ok' ? 0 : 1;
  console.log(`${name.padEnd(50)} ${result}`);
}

const calls = [
  ['importResource', {
    ...resource,
    requestBody: {
      productId: 'postgres', name: 'orders', status: 'pending', secrets,
      billingPlan: { id: 'pro', type: 'subscription', name: 'Pro' },
    },
  }, (response) => response.name === 'orders'],
  ['updateResource', { ...resource, requestBody: { status: 'ready' } }, (it) => it.name === 'orders'],
  ['getIntegrationResource', resource, (it) => it.id === 'db_7' && it.status === 'ready'],
  ['getIntegrationResources', installation, (it) => it.resources[0].partnerId === 'db_7'],
  ['updateInstallation', { ...installation, requestBody: { externalId: 'ours' } }],
  ['getAccountInfo', installation, (it) => it.url.startsWith('https://')],
  ['getMember', { ...installation, memberId: 'u1' }, (it) => it.role === 'ADMIN'],
  ['createEvent', {
    ...installation, requestBody: { event: { type: 'resource.updated', resourceId: 'db_7' } },
  }],
  ['updateResourceSecretsById', { ...resource, requestBody: { secrets, partial: true } }],
  ['updateResourceSecrets', {
    ...resource, integrationProductIdOrSlug: 'postgres', requestBody: { secrets },
  }],
  ['submitBillingData', {
    ...installation,
    requestBody: {
      timestamp: end, eod: end, period, billing: [line],
      usage: [{ name: 'rows', type: 'total', units: 'rows', dayValue: 1, periodValue: 30 }],
    },
  }],
  ['submitPrepaymentBalances', {
    ...installation,
    requestBody: { timestamp: end, balances: [{ resourceId: 'db_7', currencyValueInCents: 500 }] },
  }],
  ['submitInvoice', { ...installation, requestBody: { invoiceDate: end, period, items: [line] } },
    (it) => (invoiceId = it.invoiceId)],
  ['getInvoice', () => ({ ...installation, invoiceId }), (it) => it.state === 'paid'],
  ['updateInvoice', () => ({
    ...installation, invoiceId, requestBody: { action: 'refund', reason: 'an error', total: '10.00' },
  })],
  ['createInstallationIntegrationConfiguration', {
    ...resource, requestBody: { items: [{ id: 'flag_1', slug: 'dark', origin: 'https://example.com' }] },
  }],
  ['updateInstallationIntegrationConfiguration', {
    ...item, requestBody: { slug: 'darker', origin: 'https://example.com' },
  }],
  ['deleteInstallationIntegrationConfiguration', item],
  [`replace${config}`, { ...resource, requestBody: { data: { dark: true } } }, (it) => it.items.dark],
  [`get${config}`, resource, (it) => it.items.dark === true],
  [`head${config}`, resource],
  ['exchangeSsoToken', null],
  ['rotateInstallationCredential', { ...installation, requestBody: { clientSecret: 'any' } },
    (it) => it.accessToken.length > 0],
  ['revokeInstallationCredential', {
    ...installation, requestBody: { token: 'any', clientSecret: 'any' },
  }, (it) => it.revoked],
  ['deleteIntegrationResource', resource],
  ['finalizeInstallation', installation],
];

for (const [name, request, check] of calls) {
  if (name === 'exchangeSsoToken') {
    const login = await fetch(`${emulator}/_emulate/sso?url=http://localhost/&installation=icfg_sdk`, {
      redirect: 'manual',
    });
    const query = new URL(login.headers.get('location')).searchParams;
    const body = {
      grantType: 'authorization_code', code: query.get('code'), state: query.get('state'),
      clientId: 'oac_1', clientSecret: 'any',
    };
    await call(name, body, (it) => it.idToken.length > 0);
    continue;
  }
  if (name === 'deleteIntegrationResource') {
    // Its own token was revoked: the state is set as if Vercel had given out none and the installation
    // was deleted.
    const state = await (await fetch(`${emulator}/_emulate/state`)).json();
    const kept = Object.entries(state).filter(([key]) => !key.includes('/tokens/'));
    const documents = Object.fromEntries(kept);
    documents['installations/icfg_sdk'].deletedAt = end.toISOString();
    await fetch(`${emulator}/_emulate/state`, { method: 'PUT', body: JSON.stringify(documents) });
  }
  await call(name, typeof request === 'function' ? request() : request, check);
}
const called = new Set(calls.map(([name]) => name));
const functions = Object.getOwnPropertyNames(Object.getPrototypeOf(vercel.marketplace));
for (const name of functions) {
  if (name !== 'constructor' && !called.has(name)) {
    failed += 1;
    console.log(`${name.padEnd(50)} not called`);
  }
}
process.exit(failed ? 1 : 0);
