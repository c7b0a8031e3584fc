// Makes operations from the schema, and spoils them. The same seed gives the same documents.
import { getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isUnionType } from 'graphql';
import { schema } from './schema.mjs';

/** Mulberry32: small, and the same on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count) => Math.floor(next() * count);
  return { below, chance: (share) => next() < share, pick: (items) => items[below(items.length)] };
}

const depthMax = 5;
const strings = ['""', '"a"', '"m1"', '"a1"', '"a2"', '"é😀"', '"\\u{1F600}\\n"', '"""block"""', '"""\n  two\n    lines\n"""'];
const scalars = {
  Int: ['0', '1', '-7', '2147483647', '-2147483648'], Float: ['0', '1.5', '-2e3', '100', '1e-7'], String: strings, Boolean: ['true', 'false'], ID: ['1', ...strings],
  Long: ['0', '9007199254740991', '-1'], UUID: ['"00000000-0000-4000-8000-000000000001"'], DateTime: ['"2020-01-02T03:04:05Z"', '"2020-01-02T03:04:05.5+02:00"'],
};

/** A valid operation with variables, fragments, directives and literals of every sort. */
export function makeOperation(seed) {
  const dice = random(seed);
  const variables = [];
  const fragments = [];
  const given = {};

  function literal(type, inner) {
    if (isNonNullType(type)) return literal(type.ofType, 'value');
    if (inner !== 'value' && dice.chance(0.1)) return 'null';
    if (isListType(type)) return dice.chance(0.2) && !isListType(type.ofType) ? literal(type.ofType, 'value') : `[${Array.from({ length: dice.below(3) }, () => literal(type.ofType)).join(dice.pick([', ', ' ', ',']))}]`;
    if (isEnumType(type)) return dice.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return dice.pick(scalars[type.name]);
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = dice.pick(fields.filter((candidate) => !isInputObjectType(candidate.type)));
      return `{${field.name}: ${literal(field.type, 'value')}}`;
    }
    const chosen = fields.filter((field) => (isNonNullType(field.type) && field.defaultValue === undefined) || (dice.chance(0.3) && getNamedType(field.type) !== type));
    return `{${chosen.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')}}`;
  }

  function argument(arg) {
    if (!dice.chance(0.3)) return `${arg.name}: ${literal(arg.type)}`;
    const name = `v${variables.length}`;
    const withDefault = dice.chance(0.3);
    variables.push(`$${name}: ${arg.type}${withDefault ? ` = ${literal(arg.type)}` : ''}${dice.chance(0.1) ? ' @tag(name: "v")' : ''}`);
    const named = getNamedType(arg.type);
    const plain = { Int: 3, Float: 2.5, String: 'é', Boolean: true, ID: 'm1', Long: 12, UUID: '00000000-0000-4000-8000-000000000002', DateTime: '2021-01-01T00:00:00Z', Tier: 'GOLD', Case: 'UPPER', MemberFilter: { region: 'r' }, MemberBy: { id: 'm1' } }[named.name];
    if (isNonNullType(arg.type) && !withDefault) given[name] = plain;
    else if (dice.chance(0.6)) given[name] = dice.chance(0.2) && !isNonNullType(arg.type) ? null : plain;
    return `${arg.name}: $${name}`;
  }

  function directives() {
    if (!dice.chance(0.12)) return '';
    return dice.pick([' @skip(if: false)', ' @include(if: true)', ' @skip(if: true)', ' @include(if: false)', ' @tag(name: "x")', ' @tag(name: "x") @tag(name: "y", weight: null)', ' @skip(if: false) @include(if: true)']);
  }

  let aliases = 0;
  function field(type, depth) {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const usable = fields.filter((candidate) => depth < depthMax || !isCompositeType(getNamedType(candidate.type)));
    if (usable.length === 0 || dice.chance(0.08)) return `${dice.chance(0.3) ? `t${aliases++}: ` : ''}__typename`;
    const chosen = dice.pick(usable);
    const args = chosen.args.filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || dice.chance(0.25)).map(argument);
    const alias = args.length > 0 || dice.chance(0.2) ? `${dice.pick(['a', 'B', '_c', 'x'])}${aliases++}: ` : '';
    const named = getNamedType(chosen.type);
    return `${alias}${chosen.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directives()}${isCompositeType(named) ? ` ${selection(named, depth + 1)}` : ''}`;
  }

  function selection(type, depth) {
    const parts = Array.from({ length: 1 + dice.below(depth > 3 ? 2 : 4) }, () => {
      if (!dice.chance(0.25)) return field(type, depth);
      const overlapping = [type, ...Object.values(schema.getTypeMap()).filter((other) => isCompositeType(other) && !other.name.startsWith('__') && overlap(type, other))];
      const target = dice.pick(overlapping);
      if (depth >= depthMax || dice.chance(0.5)) return `...${target === type && dice.chance(0.5) ? '' : ` on ${target.name}`}${directives()} ${selection(target, depth + 1)}`;
      const name = `F${fragments.length}`;
      fragments.push('');
      fragments[Number(name.slice(1))] = `fragment ${name} on ${target.name}${dice.chance(0.1) ? ' @tag(name: "f")' : ''} ${selection(target, depth + 1)}`;
      return `...${name}${directives()}`;
    });
    return `{ ${parts.join(dice.pick([' ', '\n', ', ']))} }`;
  }

  const body = selection(schema.getQueryType(), 0);
  const head = variables.length > 0 || dice.chance(0.3) ? `query ${dice.chance(0.5) ? 'Q' : ''}${variables.length > 0 ? `(${variables.join(', ')})` : ''} ` : '';
  const definitions = [head + body, ...fragments];
  if (dice.chance(0.2)) definitions.reverse();
  return { query: definitions.join('\n'), variables: Object.keys(given).length > 0 ? given : undefined };
}

function overlap(a, b) {
  const possible = (type) => (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
  return possible(a).some((type) => possible(b).includes(type));
}

const token = /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[^\s,]/g;
const words = ['nest', 'ok', 'okNN', 'self', 'name', 'id', 'Member', 'Nest', 'Node', 'Account', 'SearchResult', 'Int', 'String', 'on', 'fragment', 'query', 'null', 'true', '$v0', '...', '{', '}', '(', ')', '[', ']', ':', '!', '@skip', '@tag', '=', '1', '1.5', '"s"', '""', '{}', '[]', 'GOLD', '$', '|', '&', '...F0', '__typename', 'echo', 'mutation', '\\', '#', '"', '"""', '\u0000', '9999999999'];

/** A valid operation with a few tokens dropped, doubled, exchanged or replaced: usually wrong, sometimes still right. */
export function makeMutant(seed) {
  const { query, variables } = makeOperation(seed);
  const dice = random(seed ^ 0x9e3779b9);
  const tokens = query.match(token);
  for (let count = 1 + dice.below(3); count > 0; count--) {
    const at = dice.below(tokens.length);
    const kind = dice.below(6);
    if (kind === 0) tokens.splice(at, 1);
    else if (kind === 1) tokens.splice(at, 0, tokens[at]);
    else if (kind === 2) [tokens[at], tokens[0 | (at + 1) % tokens.length]] = [tokens[(at + 1) % tokens.length], tokens[at]];
    else if (kind === 3) tokens[at] = dice.pick(words);
    else if (kind === 4) tokens.splice(at, 0, dice.pick(words));
    else tokens[at] = dice.pick(tokens);
    if (tokens.length === 0) break;
  }
  return { query: tokens.join(dice.pick([' ', '\n', ' '])), variables };
}
