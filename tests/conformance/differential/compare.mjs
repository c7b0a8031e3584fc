// One case on both sides, and what differs between the two answers.
import { MaxIntrospectionDepthRule, execute, parse, specifiedRules, validate } from 'graphql';
import { schema } from './schema.mjs';

// How deep introspection may go is a limit of each server, not a rule of the specification.
const rules = specifiedRules.filter((rule) => rule !== MaxIntrospectionDepthRule);
const isMergeConflict = (error) => /^Fields ".*" conflict because /s.test(error.message);

// A type definition is not executable, which is reported. What else is wrong within it is left open.
const isInTypeDefinition = (document, error) =>
  document.definitions.some(
    (node) =>
      !/^(OperationDefinition|FragmentDefinition)$/.test(node.kind) &&
      error.nodes?.some((inner) => inner !== node && inner.loc.start >= node.loc.start && inner.loc.end <= node.loc.end),
  );

/** A case as JSON text: `variables` may be text already, to keep the form of its numbers. */
export function requestBody({ query, variables, operationName }) {
  const parts = [`"query":${JSON.stringify(query)}`];
  if (variables !== undefined) parts.push(`"variables":${typeof variables === 'string' ? variables : JSON.stringify(variables)}`);
  if (operationName !== undefined) parts.push(`"operationName":${JSON.stringify(operationName)}`);
  return `{${parts.join(',')}}`;
}

/** What graphql-js answers, and how far it came: syntax, validation or execution. */
export async function reference({ query, variables, operationName }) {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { stage: 'syntax', errors: [error] };
  }
  const errors = validate(schema, document, rules).filter((error) => !isInTypeDefinition(document, error));
  if (errors.length > 0) return { stage: 'validation', errors };
  const variableValues = typeof variables === 'string' ? JSON.parse(variables) : variables;
  const result = await execute({ schema, document, variableValues, operationName });
  const plain = JSON.parse(JSON.stringify(result));
  return { stage: 'data' in plain ? 'execution' : 'request', ...plain, isRace: /async/.test(query) };
}

/** Null when both agree, else what they differ in. */
export function difference(expected, { status, text }) {
  let actual;
  try {
    actual = JSON.parse(text);
  } catch {
    return `the answer is no JSON (status ${status}): ${text.slice(0, 200)}`;
  }
  if (expected.stage !== 'execution') {
    if ('data' in actual) return `is executed, but graphql-js finds: ${expected.errors[0].message}`;
    if (status !== 400) return `has status ${status}, not 400`;
    return requestErrorsDiffer(expected, actual.errors);
  }
  if (!('data' in actual)) return `is refused, but graphql-js executes it: ${actual.errors?.[0]?.message}`;
  if (status !== 200) return `has status ${status}, not 200`;
  const [want, have] = [JSON.stringify(expected.data), JSON.stringify(actual.data)];
  if (want !== have) return `data\n     want ${clip(want)}\n     have ${clip(have)}`;
  return fieldErrorsDiffer(expected, actual.errors ?? []);
}

const clip = (text) => (text.length <= 600 ? text : `${text.slice(0, 600)}…`);
const places = (error) => (error.locations ?? []).map(({ line, column }) => `${line}:${column}`).join(' ');

// Which of several pairs is named when fields cannot be merged is up to the implementation.
function requestErrorsDiffer({ stage, errors }, actual) {
  if (!Array.isArray(actual) || actual.length === 0) return 'has no errors';
  if (stage === 'request') {
    return errors.length === actual.length && same(errors.map(places), actual.map(places)) ? null : show(errors, actual);
  }
  const [conflicts, others] = split(errors);
  const [ownConflicts, ownOthers] = split(actual);
  if (conflicts.length > 0 !== ownConflicts.length > 0) return show(errors, actual);
  return same(others.map(places), ownOthers.map(places)) ? null : show(errors, actual);
}

const split = (errors) => [errors.filter(isMergeConflict), errors.filter((error) => !isMergeConflict(error))];
const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
const show = (want, have) => `errors\n     want ${list(want)}\n     have ${list(have)}`;
const list = (errors) =>
  errors.map((e) => `${places(e)} ${(e.path ?? []).join('.')} ${e.message} ${e.extensions && Object.keys(e.extensions).length ? JSON.stringify(e.extensions) : ''}`)
    .sort().slice(0, 12).join('\n          ');

const key = (error) => JSON.stringify([error.path, error.locations, error.message, error.extensions]);

// Where a null has gone up, the specification lets the server stop early: one error below that null must be told, and
// which that is, among fields that wait, is a matter of timing. Every other error must be there.
function fieldErrorsDiffer({ data, errors = [], isRace }, actual) {
  const [exact, carried] = byNull(data, errors);
  const [ownExact, ownCarried] = byNull(data, actual);
  const agree =
    same(exact.map(key), ownExact.map(key)) &&
    same([...carried.keys()], [...ownCarried.keys()]) &&
    (isRace || [...carried].every(([place, keys]) => ownCarried.get(place).some((own) => keys.includes(own))));
  return agree ? null : show(errors, actual);
}

function byNull(data, errors) {
  const exact = [];
  const carried = new Map();
  for (const error of errors) {
    let value = data;
    let depth = 0;
    while (value !== null && value !== undefined && depth < error.path.length) value = value[error.path[depth++]];
    if (depth === error.path.length) {
      exact.push(error);
      continue;
    }
    const place = JSON.stringify(error.path.slice(0, depth));
    carried.set(place, [...(carried.get(place) ?? []), key(error)]);
  }
  return [exact, carried];
}

/** The rules that a document breaks, by their names. */
export function brokenRules(query) {
  const document = parse(query);
  return specifiedRules.filter((rule) => validate(schema, document, [rule]).length > 0).map((rule) => rule.name);
}

