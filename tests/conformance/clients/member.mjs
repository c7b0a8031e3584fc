// The demo club's member, and the bank that reports what the member does.
import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';
import { Webhook } from 'standardwebhooks';
import { signInAt } from './sign-in.mjs';

const redirect = 'http://localhost:5081/callback';
const memberAccount = '7753'; // linked to the demo member
const answerTimeoutMs = 20_000;

/** An access token of member@example.com, by authorization code with PKCE. */
export async function memberToken(base, password = process.env.LOYALTY_PASSWORD) {
  if (!password) throw new Error('LOYALTY_PASSWORD is not set');
  const issuer = new URL(base);
  const config = await oidc.discovery(issuer, 'loyalty-app', undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
  const [pkceCodeVerifier, expectedState] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirect, scope: 'openid member', state: expectedState, code_challenge_method: 'S256',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
  });
  const callback = await signInAt(issuer, url, { user: 'member@example.com', password });
  return (await oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState })).access_token;
}

/** Reports what the member did with a card, each on a day of its own, the newest `daysAgo` ago. Throws unless all are posted. */
export async function reportPayments(base, secret, { count = 1, daysAgo = 0, amount = '1250.00' } = {}) {
  const events = Array.from({ length: count }, (_, i) => ({
    specversion: '1.0', id: `clients-${randomUUID()}`, source: 'https://northbank.example/clients', type: 'loyalty.transaction.posted',
    time: new Date(Date.now() - (daysAgo + i) * 86_400_000 - 60_000).toISOString(), datacontenttype: 'application/json',
    data: { member: { partnerCustomerId: memberAccount }, amount: { amount, currency: 'CZK' }, operation: 'card_withdrawal' },
  }));
  const [partner, id, at, body] = [new Webhook(secret), `msg_${randomUUID()}`, new Date(), JSON.stringify(events)];
  const response = await fetch(`${base}/webhooks/v1/partners/northbank/events`, {
    method: 'POST', body, signal: AbortSignal.timeout(answerTimeoutMs),
    headers: {
      'content-type': 'application/cloudevents-batch+json', 'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)), 'webhook-signature': partner.sign(id, at, body),
    },
  });
  const text = await response.text();
  const { results } = partner.verify(text, Object.fromEntries(response.headers));
  if (!response.ok || results.some(({ status }) => status !== 'posted')) throw new Error(`not posted: ${response.status} ${text.slice(0, 300)}`);
}
