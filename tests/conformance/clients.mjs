// What app developers point at the API: Apollo Client against the conformance host and the API, urql, and code generators
// against the schema file with the operations that docs/ shows.
//   node clients.mjs [BASE_URL whsec_…]     BASE_URL of a running API with the demo club: its introspection is compared with
//                                           the schema file, and Apollo Client and urql act as a member's app
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as documentNodes from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, validate, validateSchema } from 'graphql';
import { checkApi } from './clients/api.mjs';
import { checkApollo } from './clients/apollo.mjs';
import { checkRelay } from './clients/relay.mjs';
import { startHost } from './differential/host.mjs';
import { Tally } from './tally.mjs';

const root = new URL('../../', import.meta.url);
const sdl = readFileSync(new URL('api-specs/schema.graphql', root), 'utf8');

export async function checkClients(tally, base, secret) {
  const host = await startHost();
  try {
    await checkApollo(tally, host.url);
  } finally {
    await host.stop();
  }
  const schema = buildSchema(sdl);
  await tally.check('graphql-js finds api-specs/schema.graphql valid', () => validateSchema(schema).join('; '));
  if (base) await tally.check('the running API introspects as api-specs/schema.graphql', () => introspectsAs(schema, `${base}/graphql`));

  const documents = operationsOfDocs();
  await tally.check('the docs show operations', () => (documents.length > 0 ? '' : 'there is no ```graphql in docs/'));
  for (const { location, document } of documents) {
    await tally.check(`${location} is valid`, () => validate(schema, document).map((error) => error.message).join('; '));
  }
  await tally.check('graphql-codegen types these operations, and TypeScript accepts what it writes', () => typesCompile(documents));
  await checkRelay(tally, sdl);
  if (base) await checkApi(tally, base, sdl, secret);
}

async function introspectsAs(schema, url) {
  const body = JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true, directiveIsRepeatable: true, schemaDescription: true }) });
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { data, errors } = await answer.json();
  if (errors) return errors[0].message;
  const text = (of) => printSchema(lexicographicSortSchema(of));
  return text(buildClientSchema(data)) === text(schema) ? '' : 'they differ';
}

/** Every ```graphql block of docs/ that holds an operation. */
function operationsOfDocs() {
  const folder = new URL('docs/', root);
  return readdirSync(folder).filter((name) => name.endsWith('.md')).flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [...text.matchAll(/^```graphql\n([\s\S]*?)^```/gm)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length;
      return { location: `docs/${name}:${line}`, document: parse(match[1]) };
    }).filter(({ document }) => document.definitions.every(({ kind }) => /^(Operation|Fragment)Definition$/.test(kind)));
  });
}

async function typesCompile(documents) {
  // Inside this folder, so that the compiler finds the packages that the generated code names.
  const folder = mkdtempSync(fileURLToPath(new URL('generated-', import.meta.url)));
  try {
    const scalars = { Long: 'number', DateTime: 'string', Date: 'string', UUID: 'string', Decimal: 'string', URL: 'string' };
    const config = { scalars, strictScalars: true, useTypeImports: true, enumsAsTypes: true };
    const pluginMap = { types, operationTypes, documentNodes };
    for (const [filename, plugins] of [['schema.ts', ['types']], ['operations.ts', ['operationTypes', 'documentNodes']]]) {
      const output = await codegen({ filename, schema: parse(sdl), documents: named(documents), config, plugins: plugins.map((name) => ({ [name]: {} })), pluginMap });
      writeFileSync(join(folder, filename), output);
    }
    writeFileSync(join(folder, 'use.ts'), use);
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
    execFileSync(process.execPath, [compiler, ...options, join(folder, 'use.ts')], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return (error.stdout || error.message).slice(0, 2000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Generators name types after operations, and the docs leave names out where they are not needed. */
function named(documents) {
  return documents.map(({ location, document }, i) => ({
    location,
    document: { ...document, definitions: document.definitions.map((node) => (node.kind === 'OperationDefinition' && !node.name ? { ...node, name: { kind: 'Name', value: `Docs${i}` } } : node)) },
  }));
}

// The generated code is used: a field that the schema lacks would not compile.
const use = `import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import * as operations from './operations.js';
import type { Member } from './schema.js';

type Data<T> = T extends TypedDocumentNode<infer R, any> ? R : never;
type Home = Data<typeof operations.Docs0Document>;
declare const home: Home;
export const member: NonNullable<Home['me']> = home.me;
export const status: Member['status'] = member.status;
`;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const tally = new Tally();
  await checkClients(tally, process.argv[2]?.replace(/\/$/, ''), process.argv[3]);
  process.exit(tally.close());
}
