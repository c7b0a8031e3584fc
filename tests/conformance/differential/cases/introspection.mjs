// Section 4. What lists hold in which order, and how the built-in types are described, is up to the server: those
// answers are compared sorted and without the descriptions of what is built in.
import { getIntrospectionQuery } from 'graphql';
import { schema } from '../schema.mjs';

const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
export const wholeSchema = getIntrospectionQuery(options);

const wrapped = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const names = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));

// The other introspection types have more in this graphql-js than in September 2025; a test of the library holds them
// against the text of section 4.2.
export const perType = [...names, '__InputValue', '__EnumValue', '__TypeKind', 'Nope', '', 'nest', '[Int]', 'Int!'].flatMap((name) => [
  `{ __type(name: "${name}") { __typename kind name specifiedByURL isOneOf ${wrapped.slice('kind name'.length)} } }`,
  `{ __type(name: "${name}") { fields { name isDeprecated deprecationReason type { ${wrapped} } args { name defaultValue isDeprecated deprecationReason type { ${wrapped} } } } } }`,
  `{ __type(name: "${name}") { fields(includeDeprecated: true) { __typename name isDeprecated deprecationReason args(includeDeprecated: true) { __typename name } } } }`,
  `{ __type(name: "${name}") { fields(includeDeprecated: false) { name } inputFields(includeDeprecated: false) { name } enumValues(includeDeprecated: false) { name } } }`,
  `{ __type(name: "${name}") { inputFields { name defaultValue type { ${wrapped} } } interfaces { name kind } possibleTypes { name kind } } }`,
  `{ __type(name: "${name}") { inputFields(includeDeprecated: true) { __typename name isDeprecated deprecationReason } enumValues(includeDeprecated: true) { __typename name isDeprecated deprecationReason } } }`,
  `{ __type(name: "${name}") { enumValues { name isDeprecated deprecationReason } } }`,
]);

export const others = [
  '{ __schema { __typename queryType { name kind } mutationType { name } subscriptionType { name } } }', '{ __schema { types { name kind } } }', '{ __schema { directives { __typename name isRepeatable args { name defaultValue } } } }', '{ __schema { directives { args(includeDeprecated: true) { name } name } } }',
  '{ a: __schema { queryType { fields { name } } } b: __type(name: "Tier") { enumValues { name } } }', '{ __type(name: "Member") { a: name ... on __Type { b: kind } ...F } } fragment F on __Type { c: name fields { name } }', 'query ($n: String!, $d: Boolean!) { __type(name: $n) { enumValues(includeDeprecated: $d) { name } } }', '{ __schema { queryType { fields { type { ofType { ofType { name } } } } } } }',
  '{ __schema { description } }', '{ nest { __typename } __typename __schema { __typename } }',
].map((query) => ({ query, variables: query.includes('$n') ? { n: 'Tier', d: true } : undefined }));
