// Subscriptions of the conformance host: graphql-transport-ws by npm graphql-ws and by hand, server-sent events by npm
// graphql-sse and by hand. What the events must be stands here, as graphql-js gives them.
//   node graphql-sub.mjs
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startHost } from './differential/host.mjs';
import { Socket } from './subscriptions/socket.mjs';
import { Tally } from './tally.mjs';

const countdown = 'subscription ($from: Int!) { countdown(from: $from) }';
const endless = 'subscription { countdown(from: 1000000) }';
const tick = 'subscription { t: tick { depth: id ok err } }';
const counted = (from) => Array.from({ length: from + 1 }, (_, i) => ({ data: { countdown: from - i } }));
const ticks = Array.from({ length: 3 }, () => ({
  errors: [{ message: 'boom: err', locations: [{ line: 1, column: 39 }], path: ['t', 'err'], extensions: { code: 'BOOM' } }],
  data: { t: { depth: '42', ok: 1, err: null } },
}));
const initTimeoutMs = 10_000;
const droppedStreams = 25;

export async function checkSubscriptions(tally) {
  const host = await startHost();
  try {
    // Ten seconds of waiting, beside the rest.
    const silent = checkSilence(tally, host.url);
    await checkSockets(tally, host.url.replace(/^http/, 'ws'));
    await checkEventStreams(tally, host.url);
    await silent;
  } finally {
    await host.stop();
  }
}

const same = (actual, expected) => (isDeepStrictEqual(actual, expected) ? '' : `got ${JSON.stringify(actual).slice(0, 300)}`);

/** Runs a check with a socket that ends with it. */
const onSocket = (url, ready, holds) => async () => {
  const socket = new Socket(url);
  try {
    return await holds(ready ? await socket.ready() : socket);
  } finally {
    socket.end();
  }
};

async function checkSilence(tally, url) {
  await tally.check('ws: who says nothing is closed with 4408 after ten seconds', onSocket(url, false, async (socket) => {
    const start = performance.now();
    const closed = await socket.next();
    return same(closed, { closed: 4408 }) || (performance.now() - start < initTimeoutMs * 0.9 ? 'too early' : '');
  }));
}

async function checkSockets(tally, url) {
  const check = (name, holds, ready = true) => tally.check(`ws: ${name}`, onSocket(url, ready, holds));
  const closes = (name, code, message, ready = true) =>
    check(`${name}: ${code}`, async (socket) => (await socket.send(message), same(await socket.next(), { closed: code })), ready);
  const operation = { query: '{ __typename }' };
  for (const [name, message] of Object.entries({
    'no JSON': '{', 'a number': '1', 'no type': {}, 'an unknown type': { type: 'start' },
    'a payload of connection_init that is no object': { type: 'connection_init', payload: 'token' },
    'a payload of ping that is a list': { type: 'ping', payload: [] },
    'complete without id': { type: 'complete' }, 'subscribe without id': { type: 'subscribe', payload: operation },
    'an empty id': { type: 'subscribe', id: '', payload: operation }, 'a number as id': { type: 'subscribe', id: 1, payload: operation },
    'subscribe without payload': { type: 'subscribe', id: '1' }, 'a query that is a number': { type: 'subscribe', id: '1', payload: { query: 1 } },
    'variables that are a list': { type: 'subscribe', id: '1', payload: { ...operation, variables: [] } },
  })) await closes(name, 4400, message);
  await closes('subscribe before connection_init', 4401, { type: 'subscribe', id: '1', payload: operation }, false);
  await closes('a second connection_init', 4429, { type: 'connection_init' });
  await closes('two megabytes', 1009, JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(2 ** 21) } }));

  await check('a ping is answered with its payload, a pong is not', async (socket) => {
    await socket.send({ type: 'pong' });
    await socket.send({ type: 'ping', payload: { n: 1 } });
    return same(await socket.next(), { type: 'pong', payload: { n: 1 } });
  });
  await check('events have the order and form of graphql-js, errors included', async (socket) => {
    await socket.subscribe('t', tick);
    return same(await socket.rest(), [
      ...ticks.map((payload) => ({ id: 't', type: 'next', payload })),
      { id: 't', type: 'complete' },
    ]);
  });
  await check('the operation is chosen by name', async (socket) => {
    await socket.subscribe('q', 'query A { a: __typename } query B { b: __typename }', { operationName: 'B' });
    return same(await socket.rest(), [
      { id: 'q', type: 'next', payload: { data: { b: 'Query' } } },
      { id: 'q', type: 'complete' },
    ]);
  });
  await check('a mutation runs over the socket', async (socket) => {
    await socket.subscribe('m', 'mutation { reset }');
    return same((await socket.rest())[0]?.payload, { data: { reset: 0 } });
  });
  for (const [name, query, more] of [
    ['a syntax error', 'subscription {'], ['an unknown field', 'subscription { nothing }'],
    ['two root fields', 'subscription { countdown(from: 1) tick { ok } }'], ['a missing variable', countdown],
    ['a variable of another type', countdown, { variables: { from: 'one' } }], ['introspection at the root', 'subscription { __typename }'],
  ]) {
    await check(`${name} is one error message, and the socket stays`, async (socket) => {
      await socket.subscribe('e', query, more);
      const answer = await socket.next();
      if (answer.id !== 'e' || answer.type !== 'error' || !answer.payload?.[0]?.message) return JSON.stringify(answer);
      await socket.send({ type: 'ping' });
      return same(await socket.next(), { type: 'pong' });
    });
  }
  await check('an id in use: 4409', async (socket) => {
    await socket.subscribe('1', endless);
    await socket.subscribe('1', endless);
    return same((await socket.rest()).at(-1), { closed: 4409 });
  });
  await check('what the client completes stops, and its id is free', async (socket) => {
    await socket.subscribe('1', endless);
    await socket.next();
    await socket.send({ id: '1', type: 'complete' });
    await socket.subscribe('1', countdown, { variables: { from: 0 } });
    const rest = (await socket.rest()).filter((message) => !(message.payload?.data?.countdown > 1000));
    return same(rest, [{ id: '1', type: 'next', payload: { data: { countdown: 0 } } }, { id: '1', type: 'complete' }]);
  });
  await tally.check('ws: a socket without the protocol is not served', async () => {
    const socket = new Socket(url, []);
    const answer = await socket.next();
    socket.end();
    return same(answer, { closed: 4406 });
  });
  await tally.check('ws: graphql-ws runs five subscriptions at a time', async () => {
    const client = createWsClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    const all = await Promise.all([0, 1, 2, 3, 4].map((from) => collect(client.iterate({ query: countdown, variables: { from } }))));
    await client.dispose();
    return same(all, [0, 1, 2, 3, 4].map(counted));
  });
}

async function checkEventStreams(tally, url) {
  const ask = (body, accept = 'text/event-stream', signal = undefined) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept }, body: JSON.stringify(body), signal });
  const tell = async (response) => `${response.status} ${response.headers.get('content-type')} ${(await response.text()).slice(0, 200)}`;
  await tally.check('sse: events are next, the end is complete, and nobody keeps them', async () => {
    const response = await ask({ query: countdown, variables: { from: 2 } });
    if (response.status !== 200 || response.headers.get('content-type') !== 'text/event-stream') return tell(response);
    if (response.headers.get('cache-control') !== 'no-store') return response.headers.get('cache-control');
    return same(eventsOf(await response.text()), [...counted(2).map((data) => ['next', data]), ['complete', null]]);
  });
  await tally.check('sse: GET serves a subscription', async () => {
    const response = await fetch(`${url}?query=${encodeURIComponent('subscription { countdown(from: 1) }')}`, { headers: { accept: 'text/event-stream' } });
    return same(eventsOf(await response.text()), [...counted(1).map((data) => ['next', data]), ['complete', null]]);
  });
  await tally.check('sse: GET does not serve a mutation', async () => {
    const response = await fetch(`${url}?query=${encodeURIComponent('mutation { reset }')}`, { headers: { accept: 'text/event-stream' } });
    return response.status === 405 ? '' : tell(response);
  });
  await tally.check('sse: a query is one next and complete', async () =>
    same(eventsOf(await (await ask({ query: '{ __typename }' })).text()), [['next', { data: { __typename: 'Query' } }], ['complete', null]]));
  await tally.check('sse: a document that is not valid is one next with errors and complete', async () => {
    const [first, last] = eventsOf(await (await ask({ query: '{ nothing }' })).text());
    return first?.[1]?.errors?.length && !('data' in first[1]) && last?.[0] === 'complete' ? '' : JSON.stringify([first, last]);
  });
  for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
    await tally.check(`sse: a subscription under ${accept} is refused with 406`, async () => {
      const response = await ask({ query: endless }, accept);
      return response.status === 406 ? '' : tell(response);
    });
  }
  await tally.check('sse: graphql-sse gets what graphql-js gives', async () => {
    const client = createSseClient({ url, retryAttempts: 0 });
    const all = await collect(client.iterate({ query: tick }));
    client.dispose();
    return same(all, ticks);
  });
  await tally.check(`sse: ${droppedStreams} streams that the client drops leave the host alive`, async () => {
    for (let i = 0; i < droppedStreams; i++) {
      const dropping = new AbortController();
      const response = await ask({ query: endless }, undefined, dropping.signal);
      await response.body.getReader().read();
      dropping.abort();
    }
    const response = await ask({ query: '{ __typename }' }, 'application/json');
    return same(await response.json(), { data: { __typename: 'Query' } });
  });
}

async function collect(iterator) {
  const all = [];
  for await (const result of iterator) all.push(result);
  return all;
}

/** Name and JSON of each event; comments are left out. */
function eventsOf(text) {
  return text.split('\n\n').map((block) => block.split('\n').filter((line) => line && !line.startsWith(':'))).filter((lines) => lines.length)
    .map((lines) => Object.fromEntries(lines.map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()])))
    .map(({ event, data }) => [event, data ? JSON.parse(data) : null]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const tally = new Tally();
  await checkSubscriptions(tally);
  process.exit(tally.close());
}
