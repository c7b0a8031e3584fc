// The app of docs/app-developers.md and urql against the running API with the demo club: what one member's app does in a
// day, with the bank reporting payments meanwhile.
import { randomInt, randomUUID } from 'node:crypto';
import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { loadDocsApp } from './docs-app.mjs';
import { memberToken, reportPayments } from './member.mjs';

const pageSize = 2;
const payments = 5;
const waitMs = 20_000;
const repeatMs = 500;

const same = (have, want) => (JSON.stringify(have) === JSON.stringify(want) ? '' : `have ${JSON.stringify(have)}, want ${JSON.stringify(want)}`);
const newVin = () => `TMBJJ7NE8L0${String(randomInt(1e6)).padStart(6, '0')}`;

/** Polls until the condition gives something, and gives that. */
async function until(condition, what, everyMs = 20) {
  for (const start = performance.now(); performance.now() - start < waitMs; ) {
    const found = await condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`waited in vain for ${what}`);
}

export async function checkApi(tally, base, sdl, secret) {
  // Node 20 has none; browsers do.
  globalThis.WebSocket ??= WebSocket;
  let docs;
  await tally.check('the TypeScript of docs/app-developers.md compiles', async () => void (docs = await loadDocsApp(sdl)));
  if (!docs) return;
  try {
    const token = await memberToken(base);
    await checkDocsApp(tally, base, secret, docs.app, token);
    await checkUrql(tally, base, secret, token);
  } finally {
    docs.end();
  }
}

async function checkDocsApp(tally, base, secret, app, token) {
  const client = app.connect(`${base}/graphql`, async () => token);
  const check = (name, holds) => tally.check(`Apollo, API: ${name}`, holds);
  let shown;
  await check('pages are read to the end, and the cache puts them together', async () => {
    await reportPayments(base, secret, { count: payments, daysAgo: 2 });
    const more = app.watchWallets(client, (data) => (shown = data), pageSize);
    await until(() => shown, 'the first page');
    const counts = [shown.me.entries.edges.length];
    while (await more()) {
      const before = counts.at(-1);
      await until(() => shown.me.entries.edges.length > before, 'another page');
      counts.push(shown.me.entries.edges.length);
    }
    const entries = shown.me.entries.edges.map(({ node }) => node);
    const total = entries.reduce((sum, { points }) => sum + points, 0);
    const balance = shown.me.wallets.reduce((sum, wallet) => sum + wallet.balance, 0);
    return counts.every((count, i) => count === Math.min((i + 1) * pageSize, entries.length)) && entries.length >= payments
      ? same([new Set(entries.map(({ id }) => id)).size, total], [entries.length, balance]) : `pages of ${counts}`;
  });

  const vin = newVin();
  const input = { idempotencyKey: randomUUID(), vin, model: 'Octavia' };
  await check('a mutation tells which field is wrong, by the type of the error', async () => {
    const told = await app.registerVehicle(client, { ...input, vin: 'not a VIN' });
    return told.length === 1 && told[0].startsWith('vin: ') ? '' : JSON.stringify(told);
  });
  await check('a mutation whose answer is lost is sent again, and happens once', async () => {
    const { restore, lost } = loseFirstAnswer();
    try {
      const told = await app.registerVehicle(client, input);
      const { data } = await client.query({ query: gql`{ me { vehicles { vin } } }`, fetchPolicy: 'network-only' });
      return same([told, lost(), data.me.vehicles.filter((vehicle) => vehicle.vin === vin).length], [[], 1, 1]);
    } finally {
      restore();
    }
  });
  await check('the same key with other input is refused, by the type of the error', async () =>
    same(await app.registerVehicle(client, { ...input, vin: newVin() }), ['IDEMPOTENCY_KEY_REUSED']));
  await check('walletChanged comes when the bank reports a payment, and the cache has the new balance', async () => {
    let change;
    const subscription = app.onWalletChanged(client, (next) => (change = next));
    try {
      const before = shown.me.wallets[0];
      // Again and again, since nothing tells when the server listens.
      await until(() => change ?? reportPayments(base, secret).then(() => change), 'a message', repeatMs);
      const { wallet, entries } = change;
      if (wallet.id !== before.id || wallet.balance <= before.balance || entries[0]?.kind !== 'ACCRUAL') return JSON.stringify(change);
      await until(() => shown.me.wallets[0].balance >= wallet.balance, 'the watched query');
      return '';
    } finally {
      subscription.unsubscribe();
    }
  });
  await check('a socket that the server closes for its token connects again with a fresh one', async () => {
    const given = [];
    const renewing = app.connect(`${base}/graphql`, async () => (given.push(1) === 1 ? `${token}x` : token));
    let change;
    const subscription = app.onWalletChanged(renewing, (next) => (change = next));
    try {
      await until(() => given.length > 1, 'the second token');
      await until(() => change ?? reportPayments(base, secret, { amount: '300.00' }).then(() => change), 'a message', repeatMs);
      return '';
    } finally {
      subscription.unsubscribe();
      renewing.stop();
    }
  });
  await check('without a token that holds, the error says to sign in', async () => {
    const nobody = app.connect(`${base}/graphql`, async () => 'nobody');
    const error = await nobody.query({ query: gql`{ me { id } }` }).catch((thrown) => thrown);
    return app.mustSignIn(error) ? '' : `${error}`;
  });
  client.stop();
}

/** The first mutation reaches the server, and its answer never comes. */
function loseFirstAnswer() {
  const real = globalThis.fetch;
  let lost = 0;
  globalThis.fetch = async (target, init) => {
    const answer = await real(target, init);
    if (lost === 0 && String(init?.body).includes('mutation')) {
      lost++;
      throw new TypeError('the connection is gone');
    }
    return answer;
  };
  return { restore: () => (globalThis.fetch = real), lost: () => lost };
}

async function checkUrql(tally, base, secret, token) {
  const sockets = createClient({ url: `${base.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` } });
  const forwardSubscription = ({ query, variables }) => ({ subscribe: (sink) => ({ unsubscribe: sockets.subscribe({ query: query ?? '', variables }, sink) }) });
  const client = new Client({
    url: `${base}/graphql`, fetchOptions: { headers: { authorization: `Bearer ${token}` } }, preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange, subscriptionExchange({ forwardSubscription })],
  });
  await tally.check('urql, API: a query, and the next page after its cursor', async () => {
    const query = gql`query Entries($after: String) { me { id entries(first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }`;
    const first = await client.query(query, {}).toPromise();
    if (first.error) return first.error.message;
    const second = await client.query(query, { after: first.data.me.entries.pageInfo.endCursor }).toPromise();
    const ids = [...first.data.me.entries.nodes, ...second.data.me.entries.nodes].map(({ id }) => id);
    return same([ids.length, new Set(ids).size], [4, 4]);
  });
  await tally.check('urql, API: walletChanged', async () => {
    let result;
    const { unsubscribe } = client.subscription(gql`subscription { walletChanged { wallet { id balance } } }`, {}).subscribe((next) => (result = next));
    try {
      await until(() => result ?? reportPayments(base, secret, { amount: '200.00' }).then(() => result), 'a message', repeatMs);
      return result.data?.walletChanged.wallet.id ? '' : `${result.error}`;
    } finally {
      unsubscribe();
      await sockets.dispose();
    }
  });
}
