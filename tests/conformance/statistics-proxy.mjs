#!/usr/bin/env node
// What the bank's events have done so far, without a token: for checks that count effects but cannot sign in.
//   LOYALTY_SECRET=… node statistics-proxy.mjs BASE_URL
// Prints its own address as the first line, and serves until it is ended.
import { createServer } from 'node:http';

const base = process.argv[2]?.replace(/\/$/, '');
const secret = process.env.LOYALTY_SECRET;
if (!base || !secret) {
  console.error('usage: LOYALTY_SECRET=… node statistics-proxy.mjs BASE_URL');
  process.exit(64);
}
const answerTimeoutMs = 10_000;

async function signIn() {
  const response = await fetch(`${base}/connect/token`, {
    method: 'POST',
    signal: AbortSignal.timeout(answerTimeoutMs),
    headers: { authorization: `Basic ${Buffer.from(`demo-service:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
  });
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`);
  return (await response.json()).access_token;
}

const token = await signIn();
createServer(async (_, answer) => {
  try {
    const response = await fetch(`${base}/api/admin/v1/partners/northbank/statistics`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
      headers: { authorization: `Bearer ${token}` },
    });
    answer.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text());
  } catch (error) {
    answer.writeHead(502).end(String(error));
  }
}).listen(0, '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}`);
});
