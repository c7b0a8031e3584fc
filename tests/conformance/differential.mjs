// Compares whole responses of the conformance host with graphql-js, which runs in this process on a schema of the same
// behaviour. Every document is a check; the groups below are printed as sums, each difference in full.
//   node differential.mjs [--only text] [--seed 1] [--generated 1500]
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import coercion from './differential/cases/coercion.mjs';
import execution, { mutations } from './differential/cases/execution.mjs';
import * as introspection from './differential/cases/introspection.mjs';
import language from './differential/cases/language.mjs';
import open from './differential/cases/open.mjs';
import { executables, typeSystems } from './differential/cases/printing.mjs';
import validation from './differential/cases/validation.mjs';
import { brokenRules, difference, reference, requestBody } from './differential/compare.mjs';
import { makeMutant, makeOperation } from './differential/generator.mjs';
import { startHost } from './differential/host.mjs';
import { isGraphQL, printsItsSchema, printsTheSame, schemaDocuments } from './differential/printing.mjs';
import { Tally } from './tally.mjs';

const concurrencyMax = 16;
const shownMax = 40;

export async function compareWithGraphQLJs(tally, { seed = 1, generated = 1500, only = '' } = {}) {
  const host = await startHost();
  const numbers = Array.from({ length: generated }, (_, i) => seed * 1_000_003 + i);
  const groups = {
    language: () => every(host, language),
    validation: () => every(host, validation, breaksItsRule),
    'known differences': () => every(host, open.flatMap(({ cases }) => cases), null, asListed),
    coercion: () => every(host, coercion),
    execution: () => every(host, execution),
    mutations: () => every(host, mutations.map((query) => ({ query })), null, undefined, 1),
    introspection: () => every(host, [...introspection.perType.map((query) => ({ query })), ...introspection.others], null, sameIntrospection),
    'whole schema': () => every(host, [{ query: introspection.wholeSchema }], null, sameSchema),
    'generated operations': () => every(host, numbers.map(makeOperation)),
    'spoiled operations': () => every(host, numbers.map(makeMutant)),
    'printed type systems': () => every(host, asCases([...typeSystems, ...schemaDocuments]), null, (_, { query }) => printsTheSame(host, query)),
    'printed operations': () => every(host, asCases(executables), null, (_, { query }) => printsTheSame(host, query)),
    'printed corpus': () => every(host, readable(numbers), null, (_, { query }) => printsTheSame(host, query)),
    'printed schema': () => every(host, asCases(['schema']), null, printsItsSchema),
  };
  try {
    for (const [name, run] of Object.entries(groups)) {
      if (!name.includes(only)) continue;
      const { passed, differences } = await run();
      tally.passed += passed;
      tally.failed += differences.length;
      console.log(`${differences.length > 0 ? 'FAIL' : 'ok  '} ${name}: ${passed} documents agree, ${differences.length} differ`);
      for (const text of differences.slice(0, shownMax)) console.log(`  ${text}`);
      if (differences.length > shownMax) console.log(`  and ${differences.length - shownMax} more`);
    }
  } finally {
    await host.stop();
  }
}

const asCases = (documents) => documents.map((query) => ({ query }));

/** Every document of the other groups that graphql-js reads. */
function readable(numbers) {
  const cases = [...language, ...validation, ...coercion, ...execution, ...asCases(mutations), ...asCases(introspection.perType), ...introspection.others, ...numbers.map(makeOperation), ...numbers.map(makeMutant)];
  return asCases([...new Set(cases.map(({ query }) => query))].filter(isGraphQL));
}

/** Asks both sides every case, several at a time. */
async function every(host, cases, check = null, compare = agrees, concurrency = concurrencyMax) {
  const differences = [];
  let passed = 0;
  const waiting = cases.entries();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (const [, item] of waiting) {
      const why = check?.(item) ?? (await compare(host, item).catch((error) => `no answer: ${error.message}`));
      if (why) differences.push(`${JSON.stringify(item.query)} ${item.variables === undefined ? '' : requestBody(item).slice(-120)}\n     ${why}`);
      else passed++;
    }
  }));
  return { passed, differences };
}

// A subscription is validated, and not run: no operation has the name that it is asked for by.
async function agrees(host, item) {
  const asked = /subscription/.test(item.query) ? { ...item, operationName: 'no operation has this name' } : item;
  const [expected, actual] = await Promise.all([reference(asked), host.ask(requestBody(asked))]);
  return difference(expected, actual);
}

function breaksItsRule({ query, breaks }) {
  const broken = brokenRules(query);
  if (breaks === null) return broken.length > 0 ? `the corpus calls it valid, graphql-js names ${broken}` : null;
  return broken.includes(breaks) ? null : `the corpus expects it to break ${breaks}, graphql-js names ${broken.join(', ') || 'no rule'}`;
}

// A difference that is no more, because graphql-js has changed, is no difference to list.
async function asListed(host, item) {
  const { status, text } = await host.ask(requestBody(item));
  const { errors, data } = JSON.parse(text);
  const holds = item.refused ? status === 400 && errors.every((error) => error.message.includes(item.refused)) : shown(data).includes(item.data);
  if (!holds) return `is not as listed: ${text.slice(0, 500)}`;
  return /^subscription/.test(item.query) || difference(await reference(item), { status, text }) ? null : 'graphql-js agrees by now; it is no difference to list';
}

const shown = (data) => (typeof data.echo === 'string' ? data.echo : JSON.stringify(data));

async function sameIntrospection(host, item) {
  const [expected, actual] = await Promise.all([reference(item), host.ask(requestBody(item))]);
  if (expected.stage !== 'execution') return difference(expected, actual);
  return difference({ ...expected, data: inOrder(expected.data) }, { status: actual.status, text: JSON.stringify(inOrder(JSON.parse(actual.text))) });
}

async function sameSchema(host, item) {
  const { status, text } = await host.ask(requestBody(item));
  const own = (data) => {
    data = structuredClone(data);
    const isOurs = (named) => !/^(__.*|Int|Float|String|Boolean|ID|skip|include|deprecated|specifiedBy|oneOf)$/.test(named.name);
    data.__schema.types = data.__schema.types.filter(isOurs);
    data.__schema.directives = data.__schema.directives.filter(isOurs);
    return inOrder(data);
  };
  const expected = await reference(item);
  return difference({ ...expected, data: own(expected.data) }, { status, text: JSON.stringify({ data: own(JSON.parse(text).data) }) });
}

/** Lists of named things sorted by their names; the specification gives them no order. */
function inOrder(value) {
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return items.every((item) => item?.name || typeof item === 'string') ? items.sort((a, b) => ((a.name ?? a) < (b.name ?? b) ? -1 : 1)) : items;
  }
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOrder(item)])) : value;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { only: { type: 'string' }, seed: { type: 'string' }, generated: { type: 'string' } } });
  const tally = new Tally();
  await compareWithGraphQLJs(tally, { only: values.only, seed: Number(values.seed ?? 1), generated: Number(values.generated ?? 1500) });
  process.exit(tally.close());
}
