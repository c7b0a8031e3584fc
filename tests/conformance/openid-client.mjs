// Speaks to a running issuer with openid-client, a certified relying party library that shares no code with it.
//
// npm install openid-client@6.8.9
// node openid-client.mjs ISSUER --client loyalty-app --redirect http://localhost:5081/callback
//   --user member@example.com --password ... --service demo-service --secret ...
//   [--scope "openid profile member offline_access"] [--service-scope partner]
//
// Ends with 0 when every step passed. Values may also come from the environment: LOYALTY_PASSWORD, LOYALTY_SECRET.

import { parseArgs } from 'node:util';
import * as oidc from 'openid-client';

const { values: option, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    client: { type: 'string', default: 'loyalty-app' },
    redirect: { type: 'string', default: 'http://localhost:5081/callback' },
    scope: { type: 'string', default: 'openid profile member offline_access' },
    user: { type: 'string', default: 'member@example.com' },
    password: { type: 'string', default: process.env.LOYALTY_PASSWORD },
    service: { type: 'string', default: 'demo-service' },
    secret: { type: 'string', default: process.env.LOYALTY_SECRET },
    'service-scope': { type: 'string', default: 'partner' },
  },
});
if (positionals.length !== 1 || !option.password || !option.secret) {
  console.error('usage: node openid-client.mjs ISSUER --password ... --secret ... (see the head of this file)');
  process.exit(2);
}
const issuer = new URL(positionals[0]);
const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];

let passed = 0;
let failed = 0;

async function step(name, run) {
  try {
    const result = await run();
    passed++;
    console.log(`ok      ${name}`);
    return result;
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.error ?? error.code ?? error.name} ${error.error_description ?? error.message}`);
    return undefined;
  }
}

async function refused(expected, run) {
  try {
    await run();
  } catch (error) {
    if (error.error === expected) return;
    throw error;
  }
  throw new Error(`expected ${expected}`);
}

/** A person at the sign-in page: follows redirects at the issuer, fills in the form, returns where the client is called back. */
async function signIn(url) {
  const cookies = new Map();
  const send = async (target, init = {}) => {
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, ...value] = line.split(';', 1)[0].split('=');
      cookies.set(name, value.join('='));
    }
    return response;
  };
  let response = await send(url);
  for (let hops = 0; hops < 6; hops++) {
    const location = response.headers.get('location');
    if (location) {
      const target = new URL(location, issuer);
      if (target.origin !== issuer.origin) return target;
      response = await send(target);
      continue;
    }
    const page = await response.text();
    if (!page.includes('type="password"') || page.includes('role="alert"')) {
      throw new Error(`no way on: ${response.status} ${page.match(/role="alert"[^>]*>([^<]*)/)?.[1] ?? ''}`);
    }
    const form = new URLSearchParams({ username: option.user, password: option.password });
    for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
      form.set(name, value.replaceAll('&amp;', '&').replaceAll('&#x2B;', '+'));
    }
    response = await send(new URL('/sign-in', issuer), { method: 'POST', body: form });
  }
  throw new Error('too many redirects');
}

async function authorize(config, extra = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const callback = await signIn(
    oidc.buildAuthorizationUrl(config, {
      redirect_uri: option.redirect,
      scope: option.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...extra,
    }),
  );
  return { callback, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
}

const app = await step('discovery (OpenID Connect)', () =>
  oidc.discovery(issuer, option.client, undefined, oidc.None(), { execute }),
);
await step('discovery (RFC 8414)', () =>
  oidc.discovery(issuer, option.client, undefined, oidc.None(), { execute, algorithm: 'oauth2' }),
);
if (app) {
  const flow = await step('authorization request and sign-in', () => authorize(app));
  const tokens =
    flow && (await step('code exchange with state, nonce, iss and PKCE', () => oidc.authorizationCodeGrant(app, flow.callback, flow.checks)));
  if (tokens) {
    await step('userinfo', async () => {
      const info = await oidc.fetchUserInfo(app, tokens.access_token, tokens.claims().sub);
      if (!info.name) throw new Error('no name');
    });
    const next = await step('refresh', () => oidc.refreshTokenGrant(app, tokens.refresh_token));
    await step('a refresh token used again is refused', () =>
      refused('invalid_grant', () => oidc.refreshTokenGrant(app, tokens.refresh_token)),
    );
    await step('and its successor with it', () => refused('invalid_grant', () => oidc.refreshTokenGrant(app, next.refresh_token)));
    await step('a code used again is refused', () =>
      refused('invalid_grant', () => oidc.authorizationCodeGrant(app, flow.callback, flow.checks)),
    );
  }
  await step('a wrong verifier is refused', async () => {
    const other = await authorize(app);
    await refused('invalid_grant', () =>
      oidc.authorizationCodeGrant(app, other.callback, { ...other.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }),
    );
  });
  await step('max_age brings auth_time', async () => {
    const other = await authorize(app, { max_age: '300' });
    await oidc.authorizationCodeGrant(app, other.callback, { ...other.checks, maxAge: 300 });
  });
  await step('prompt=none without a session is refused', async () => {
    const other = await authorize(app, { prompt: 'none' });
    await refused('login_required', () => oidc.authorizationCodeGrant(app, other.callback, other.checks));
  });
  await step('revocation', async () => {
    const other = await authorize(app);
    const issued = await oidc.authorizationCodeGrant(app, other.callback, other.checks);
    await oidc.tokenRevocation(app, issued.refresh_token);
    await refused('invalid_grant', () => oidc.refreshTokenGrant(app, issued.refresh_token));
  });
}
for (const [name, method] of [
  ['client_secret_basic', oidc.ClientSecretBasic],
  ['client_secret_post', oidc.ClientSecretPost],
]) {
  await step(`client credentials with ${name}`, async () => {
    const service = await oidc.discovery(issuer, option.service, undefined, method(option.secret), { execute });
    const tokens = await oidc.clientCredentialsGrant(service, { scope: option['service-scope'] });
    if (tokens.refresh_token) throw new Error('a refresh token was given');
    await refused('invalid_scope', () => oidc.clientCredentialsGrant(service, { scope: 'no-such-scope' }));
  });
}
await step('a wrong secret is refused', async () => {
  const service = await oidc.discovery(issuer, option.service, undefined, oidc.ClientSecretBasic('wrong'), { execute });
  try {
    await oidc.clientCredentialsGrant(service, {});
  } catch (error) {
    // By the header that RFC 6749, section 5.2 asks for.
    if (error.status === 401 || error.error === 'invalid_client') return;
    throw error;
  }
  throw new Error('it was accepted');
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
