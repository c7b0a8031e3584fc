// Speaks to a running issuer with openid-client, a certified relying party library that shares no code with it.
//
// node openid-client.mjs ISSUER --client loyalty-app --redirect http://localhost:5081/callback
//   --user member@example.com --password ... --service demo-service --secret ...
//   [--scope "openid profile member offline_access"] [--service-scope partner]
//
// Ends with 0 when every step passed. Values may also come from the environment: LOYALTY_PASSWORD, LOYALTY_SECRET.

import { parseArgs } from 'node:util';
import * as oidc from 'openid-client';
import { signInAt } from './clients/sign-in.mjs';

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

async function authorize(config, extra = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const callback = await signInAt(
    issuer,
    oidc.buildAuthorizationUrl(config, {
      redirect_uri: option.redirect,
      scope: option.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...extra,
    }),
    option,
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
