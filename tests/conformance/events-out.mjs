// Events of the club at the consumer of docs/examples, which verifies them with npm standardwebhooks: the very file that the guide shows.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { reportPayments } from './clients/member.mjs';

const examples = new URL('../../docs/examples/', import.meta.url);
const waitMs = 20_000;

export async function checkEventsOut(tally, base, bankSecret) {
  // Inside the suite's folder, so that the package is found.
  const folder = mkdtempSync(fileURLToPath(new URL('generated-', import.meta.url)));
  copyFileSync(fileURLToPath(new URL('events-consumer.mjs', examples)), join(folder, 'consumer.mjs'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/events`;
  const admin = adminAt(base);
  let consumer;
  let subscription;
  try {
    await tally.check('a subscription is made, and its secret is shown', async () => {
      const made = await admin('POST', 'event-subscriptions', { url, types: ['loyalty.points.posted'] });
      subscription = made.subscription;
      consumer = await Consumer.start(folder, port, made.secret);
      return made.secret.startsWith('whsec_') ? '' : made.secret;
    });
    const path = `event-subscriptions/${subscription.id}`;
    const pressed = async () => {
      const { taken, status, error } = await admin('POST', `${path}/test`, {});
      return taken ? '' : `${status} ${error}`;
    };
    await tally.check('the test event verifies with standardwebhooks', pressed);
    await tally.check('points that the bank brings are told', async () => {
      await reportPayments(base, bankSecret, { daysAgo: 40 });
      const line = await consumer.line('loyalty.points.posted');
      const data = JSON.parse(line.split(' ').slice(3).join(' '));
      return data.points > 0 && line.split(' ')[1] === data.memberId ? '' : line;
    });
    await tally.check('the consumer refuses what a stranger signs', async () => {
      const [id, at, body] = ['msg_1', new Date(), '{"type":"loyalty.points.posted"}'];
      const signature = new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`).sign(id, at, body);
      const { status } = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at / 1000)),
          'webhook-signature': signature,
        },
      });
      return status === 401 ? '' : String(status);
    });
    const { secret } = await admin('POST', `${path}/secrets`, { overlapHours: 1 });
    await tally.check('while secrets overlap the old one verifies', pressed);
    await consumer.stop();
    consumer = await Consumer.start(folder, port, secret);
    await tally.check('and so does the new one', pressed);
    await tally.check('a secret that was ended verifies no more', async () => {
      await admin('POST', `${path}/secrets`, { overlapHours: 0 });
      const { taken, status } = await admin('POST', `${path}/test`, {});
      return !taken && status === 401 ? '' : `${taken} ${status}`;
    });
    await tally.check('the log says what was delivered', async () => {
      const { items } = await admin('GET', `event-deliveries?subscription=${subscription.id}&state=delivered`);
      return items.length === 1 && items[0].lastStatus === 204 ? '' : JSON.stringify(items);
    });
  } finally {
    await consumer?.stop();
    if (subscription) await admin('DELETE', `event-subscriptions/${subscription.id}`);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls as the demo club's administrator, signed in as docs/events-out.md shows. */
function adminAt(base) {
  const token = execFileSync(
    fileURLToPath(new URL('sign-in.sh', examples)),
    ['admin@example.com', process.env.LOYALTY_PASSWORD],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        LOYALTY_URL: base,
        LOYALTY_CLIENT: 'swagger-ui',
        LOYALTY_REDIRECT: `${base}/swagger/oauth2-redirect.html`,
        LOYALTY_SCOPE: 'openid admin',
      },
    },
  ).trim();
  return async (method, path, body) => {
    const response = await fetch(`${base}/api/admin/v1/${path}`, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(waitMs),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text ? JSON.parse(text) : null;
  };
}

/** The example in a process of its own. */
class Consumer {
  lines = [];
  waiting = [];

  static async start(folder, port, secret) {
    const consumer = new Consumer();
    consumer.process = spawn(process.execPath, [join(folder, 'consumer.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
    });
    consumer.ended = new Promise((resolve) => consumer.process.once('close', resolve));
    createInterface({ input: consumer.process.stdout }).on('line', (line) => {
      consumer.lines.push(line);
      consumer.waiting.forEach((look) => look());
    });
    await consumer.line('listening');
    return consumer;
  }

  /** The first line that begins so, once it is there. */
  line(start) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no "${start}" came`)), waitMs);
      const look = () => {
        const found = this.lines.find((line) => line.startsWith(start));
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      };
      this.waiting.push(look);
      look();
    });
  }

  async stop() {
    this.process.kill();
    await this.ended;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
