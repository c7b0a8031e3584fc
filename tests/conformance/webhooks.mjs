// The inbound webhook endpoint, signed and verified by npm standardwebhooks: what a partner who uses that library sees.
// The events name a customer nobody has linked, so that they are quarantined and the demo club's points stay as they are.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';
const answerTimeoutMs = 20_000;
const template = readFileSync(new URL('event.json', import.meta.url), 'utf8');

const newId = () => `msg_${randomBytes(12).toString('hex')}`;
const newEvent = () => template.replaceAll('{{id}}', newId()).trim();
const isSuccess = (answer) => answer.status >= 200 && answer.status < 300;
const shown = (answer) => `${answer.status} ${answer.text.slice(0, 120)}`;

export async function checkWebhooks(tally, url, secret) {
  const partner = new Webhook(secret);
  const stranger = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);

  async function post(body, { type = single, id = newId(), at = new Date(), by = partner, signed = body, headers } = {}) {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTimeoutMs),
      headers: {
        'content-type': type,
        ...(headers ?? {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': by.sign(id, at, signed),
        }),
      },
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  }
  const receiptOf = (answer) => partner.verify(answer.text, answer.headers);
  const accepted = async (answer, resultCount) => {
    if (!isSuccess(answer)) return shown(answer);
    const { results } = receiptOf(answer);
    return results?.length === resultCount ? '' : `${results?.length} results: ${answer.text.slice(0, 200)}`;
  };
  const refused = (name, status, send) =>
    tally.check(`${name}: ${status} and problem details`, async () => {
      const answer = await send();
      const isProblem = (answer.headers['content-type'] ?? '').startsWith('application/problem+json');
      return answer.status === status && isProblem ? '' : `${shown(answer)} ${answer.headers['content-type']}`;
    });

  await tally.check('one event: the receipt verifies and holds one result', async () => accepted(await post(newEvent()), 1));
  await tally.check('a batch: the receipt holds one result for each event', async () =>
    accepted(await post(`[${newEvent()},${newEvent()},${newEvent()}]`, { type: batch }), 3));
  await tally.check('a retry (same id and body, fresh timestamp) is acknowledged', async () => {
    const [id, body] = [newId(), newEvent()];
    await post(body, { id, at: new Date(Date.now() - 60_000) });
    return accepted(await post(body, { id }), 1);
  });
  await tally.check('a changed receipt does not verify', async () => {
    const answer = await post(newEvent());
    try {
      partner.verify(`${answer.text} `, answer.headers);
      return 'it verified';
    } catch {
      return '';
    }
  });
  await tally.check('two signatures, the second one right, are accepted', async () => {
    const [id, at, body] = [newId(), new Date(), newEvent()];
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': `${stranger.sign(id, at, body)} ${partner.sign(id, at, body)}`,
    };
    return accepted(await post(body, { headers }), 1);
  });

  await refused('a changed body', 401, () => post(newEvent(), { signed: newEvent() }));
  await refused("a stranger's signature", 401, () => post(newEvent(), { by: stranger }));
  await refused('a timestamp 6 minutes old', 401, () => post(newEvent(), { at: new Date(Date.now() - 360_000) }));
  await refused('a timestamp 6 minutes ahead', 401, () => post(newEvent(), { at: new Date(Date.now() + 360_000) }));
  await refused('no signature at all', 401, () => post(newEvent(), { headers: {} }));
  await refused('another media type', 415, () => post(newEvent(), { type: 'application/xml' }));
  await refused('more than 1 MiB', 413, () => post(JSON.stringify({ filler: 'x'.repeat(1_100_000) })));
  await tally.check('the same event id with other content: 409, told in a signed receipt', async () => {
    const body = newEvent();
    await post(body);
    const answer = await post(body.replace('"120.50"', '"990.50"'));
    const type = answer.status === 409 && receiptOf(answer).results?.[0]?.problem?.type;
    return type === '/problems/event-id-reused' ? '' : shown(answer);
  });
}
