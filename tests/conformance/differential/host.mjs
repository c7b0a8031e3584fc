// Starts a .NET host of the tests and asks it over connections that stay open.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const startTimeoutMs = 60_000;
const answerTimeoutMs = 20_000;

/** Starts the conformance host on a free port. */
export async function startHost(configuration = process.env.CONFIGURATION ?? 'Debug') {
  const folder = new URL('../../Loyalty.GraphQL.ConformanceHost/', import.meta.url);
  const built = fileURLToPath(new URL(`bin/${configuration}/net10.0/Loyalty.GraphQL.ConformanceHost.dll`, folder));
  const command = existsSync(built) ? [built] : ['run', '--project', fileURLToPath(folder), '--'];
  const child = spawn('dotnet', [...command, '--urls', 'http://127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the conformance host does not start')), startTimeoutMs);
    child.once('exit', (code) => reject(new Error(`the conformance host ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /(http:\/\/\S+)$/.exec(line);
      if (found) resolve(found[1]), clearTimeout(timer);
    });
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  return {
    url,
    ask: (body, headers) => post(url, agent, body, headers),
    /** The document as the library prints it, or why it does not read it. */
    print: (document) => post(new URL('/print', url), agent, document, { 'content-type': 'text/plain; charset=utf-8' }),
    /** The schema of the host as the library prints it. */
    schema: async () => (await fetch(new URL('/schema', url))).text(),
    async stop() {
      agent.destroy();
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

/** Sends the body as it is, so that numbers keep the form in which a case has them. */
function post(url, agent, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      agent, method: 'POST', timeout: answerTimeoutMs,
      headers: {
        'content-type': 'application/json', accept: 'application/graphql-response+json',
        'content-length': Buffer.byteLength(body), ...headers,
      },
    }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}
