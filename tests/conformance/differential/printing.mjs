// What the library prints, read by graphql-js: the same document, node by node, and the same schema.
import { readFileSync } from 'node:fs';
import { buildClientSchema, buildSchema, introspectionFromSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { sdl, schema } from './schema.mjs';

const api = readFileSync(new URL('../../../api-specs/schema.graphql', import.meta.url), 'utf8');

/** The two schemas of this repository, as documents. */
export const schemaDocuments = [sdl, api];

export function isGraphQL(document) {
  try {
    return tree(document) !== '';
  } catch {
    return false;
  }
}

/** Null when graphql-js reads the same in the document and in what the library prints of it. */
export async function printsTheSame(host, document) {
  if (!isGraphQL(document)) return 'graphql-js does not read it';
  const expected = tree(document);
  const { status, text } = await host.print(document);
  if (status !== 200) return `the library does not read it: ${text}`;
  let actual;
  try {
    actual = tree(text);
  } catch (error) {
    return `graphql-js does not read what is printed: ${error.message}\n     ${text.slice(0, 400)}`;
  }
  return actual === expected ? null : `is printed as something else:\n     ${text.slice(0, 400)}`;
}

/** Null when the schema that the host prints is the one that graphql-js builds of what its authors have written. */
export async function printsItsSchema(host) {
  const [want, have] = [schema, buildSchema(await host.schema())].map(withoutBuiltIns);
  if (want === have) return null;
  const [a, b] = [want.split('\n'), have.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `line ${at}: want ${a[at]}, have ${b[at]}`;
}

const tree = (document) => JSON.stringify(parse(document, { noLocation: true }));

// Through introspection, so that no part of a schema that only its first reader knows of is compared. Descriptions of
// scalars and of fields without one are the library's own.
function withoutBuiltIns(of) {
  const introspection = introspectionFromSchema(of, { descriptions: false, oneOf: true, inputValueDeprecation: true });
  return printSchema(lexicographicSortSchema(buildClientSchema(introspection)));
}
