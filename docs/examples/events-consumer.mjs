// Takes events of the club, checked with npm's standardwebhooks. Node.js 20 or later.
//   npm install standardwebhooks
//   WEBHOOK_SECRET=whsec_… PORT=5090 node events-consumer.mjs
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

// While a secret is being changed both may be given, separated by a space.
const webhooks = process.env.WEBHOOK_SECRET.split(' ').map((secret) => new Webhook(secret));
const bodyBytesMax = 256 * 1024;
// In a real consumer: a unique key in the database, written with what the event changes there.
const seen = new Set();

function verify(body, headers) {
  for (const webhook of webhooks) {
    try {
      return webhook.verify(body, headers);
    } catch {
      // The next secret may fit.
    }
  }
  return null;
}

createServer(async (request, response) => {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return response.writeHead(413, { connection: 'close' }).end();
    chunks.push(chunk);
  }
  // The raw text is verified: JSON that was read and written again has another signature.
  const event = verify(Buffer.concat(chunks).toString('utf8'), request.headers);
  if (!event) return response.writeHead(401).end();
  if (!seen.has(event.id)) {
    seen.add(event.id);
    console.log(event.type, event.subject ?? '-', event.id, JSON.stringify(event.data));
  }
  // Any 2xx means: it is safe here. Answer soon, and do what takes long afterwards.
  response.writeHead(204).end();
}).listen(Number(process.env.PORT ?? 5090), () => console.log('listening'));
