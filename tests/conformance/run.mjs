#!/usr/bin/env node
// Lets independent clients loose on the running server.
//   node run.mjs BASE_URL --secret whsec_… [--only graphql-http|graphql-differential|graphql-sub|graphql-clients|webhooks|events-out|openid-client]
// Prints one line for each check and ends with "N passed, N failed"; exit code 1 when any failed or none ran.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkClients } from './clients.mjs';
import { compareWithGraphQLJs } from './differential.mjs';
import { checkEventsOut } from './events-out.mjs';
import { auditGraphQL } from './graphql-http.mjs';
import { checkSubscriptions } from './graphql-sub.mjs';
import { Tally } from './tally.mjs';
import { checkWebhooks } from './webhooks.mjs';

const { values: option, positionals } = parseArgs({
  allowPositionals: true,
  options: { secret: { type: 'string' }, only: { type: 'string' } },
});
const base = positionals[0]?.replace(/\/$/, '');
const suites = {
  'graphql-http': (tally) => auditGraphQL(tally, `${base}/graphql`),
  'graphql-differential': (tally) => compareWithGraphQLJs(tally),
  'graphql-sub': (tally) => checkSubscriptions(tally),
  'graphql-clients': (tally) => checkClients(tally, base, option.secret),
  webhooks: (tally) => checkWebhooks(tally, `${base}/webhooks/v1/partners/northbank/events`, option.secret),
  'events-out': (tally) => checkEventsOut(tally, base, option.secret),
  'openid-client': runOpenIdClient,
};
if (!base || (option.only && !suites[option.only])) usage();
const names = option.only ? [option.only] : Object.keys(suites);
if (['webhooks', 'events-out', 'graphql-clients'].some((name) => names.includes(name)) && !option.secret) usage();

const tally = new Tally();
for (const name of names) {
  console.log(`-- ${name}`);
  await suites[name](tally);
}
process.exit(tally.close());

/** A script of its own, which ends with the same closing line; its checks are added to ours. */
async function runOpenIdClient(sum) {
  const script = fileURLToPath(new URL('openid-client.mjs', import.meta.url));
  if (!existsSync(script)) return sum.note(false, 'openid-client.mjs exists');
  const child = spawn(process.execPath, [script, base], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let closing = null;
  for await (const line of createInterface({ input: child.stdout })) {
    closing = /^(\d+) passed, (\d+) failed/.exec(line) ?? closing;
    if (!/^\d+ passed, \d+ failed/.test(line)) console.log(line);
  }
  const [code] = await ended;
  if (!closing) return sum.note(false, 'openid-client.mjs ends with a closing line', `exit code ${code}`);
  sum.passed += Number(closing[1]);
  sum.failed += Number(closing[2]);
  if (code !== 0 && closing[2] === '0') sum.note(false, 'openid-client.mjs ends with 0', `exit code ${code}`);
}

function usage() {
  console.error(`usage: run.mjs BASE_URL --secret whsec_… [--only ${Object.keys(suites).join('|')}]`);
  process.exit(64);
}
