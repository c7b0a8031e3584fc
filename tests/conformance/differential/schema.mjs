// The conformance schema on graphql-js: the reference with which the conformance host (tests/Loyalty.GraphQL.ConformanceHost)
// is compared. Both sides define the same behaviour, each in its own language.
import { readFileSync } from 'node:fs';
import { GraphQLError, Kind, buildASTSchema, parse } from 'graphql';

export const sdl = readFileSync(
  new URL('../../Loyalty.GraphQL.ConformanceHost/conformance-schema.graphql', import.meta.url),
  'utf8',
);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function isDay(text) {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Text that is kept as it was written, if it has the format. */
function textScalar(name, fits) {
  const read = (text, nodes) => {
    if (typeof text !== 'string' || !fits(text)) throw new GraphQLError(`${name} cannot represent value`, { nodes });
    return text;
  };
  return {
    serialize: String,
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null, node),
  };
}

function safeInteger(number, nodes) {
  if (!Number.isSafeInteger(number)) throw new GraphQLError('Long cannot represent value', { nodes });
  return number;
}

const scalars = {
  DateTime: textScalar('DateTime', (text) => instant.test(text) && isDay(text)),
  UUID: textScalar('UUID', (text) => uuid.test(text)),
  Long: {
    serialize: Number,
    parseValue: (value) => safeInteger(value),
    parseLiteral: (node) => safeInteger(node.kind === Kind.INT ? Number(node.value) : NaN, node),
  },
};

const member = (number, name, email, tier, joined, oldName) => ({
  __typename: 'Member', id: `m${number}`, uuid: `00000000-0000-4000-8000-00000000000${number}`, name, email, tier, joined, oldName,
});
const members = [
  member(1, 'Anna Bērziņa', 'anna@example.test', 'GOLD', '2020-01-02T03:04:05Z', 'Anna'),
  member(2, 'Jānis "JB" Ozols', null, 'BRONZE', '2021-06-07T08:09:10Z', null),
  member(3, '🏃 Ilze\n\tKalniņa', 'ilze@example.test', 'SILVER', '2022-11-12T13:14:15Z', null),
];
const accounts = [
  { __typename: 'PointsAccount', id: 'a1', ownerId: 'm1', balance: 120, points: 9007199254740991, unit: 'pt' },
  { __typename: 'CashAccount', id: 'a2', ownerId: 'm1', balance: -5, currency: 'EUR', unit: 100 },
  { __typename: 'PointsAccount', id: 'a3', ownerId: 'm2', balance: 0, points: 0, unit: null },
];
const find = (list, id) => list.find((item) => item.id === id) ?? null;

function boom(what) {
  throw new GraphQLError(`boom: ${what}`, { extensions: { code: 'BOOM' } });
}
async function boomLater(what) {
  await new Promise((resolve) => setImmediate(resolve));
  boom(what);
}
const deeper = (by) => (nest) => ({ depth: nest.depth + by });
const itemError = () => [1, new GraphQLError('boom: item'), 3];

/** Object keys in the order of their code points, all the way down. */
const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
  : value;

const owned = { owner: (account) => find(members, account.ownerId) };
let counter = 0;

const resolvers = {
  Member: {
    nickname(self, { case: letters, prefix }) {
      const name = (prefix ?? '') + self.id;
      if (letters === 'UPPER') return name.toUpperCase();
      return letters === 'LOWER' ? name.toLowerCase() : name;
    },
    accounts: (self, { first }) => accounts.filter((account) => account.ownerId === self.id).slice(0, first ?? undefined),
    friends: (self) => [members.find((other) => other.id !== self.id), null],
  },
  PointsAccount: owned,
  CashAccount: owned,
  Nest: {
    self: deeper(1), selfNN: deeper(1),
    list: (nest) => [deeper(1)(nest), null, deeper(2)(nest)],
    listNN: (nest) => [deeper(1)(nest), deeper(2)(nest)],
    listOfNN: (nest) => [deeper(1)(nest), deeper(2)(nest)],
    ok: () => 1, okNN: () => 2,
    err: () => boom('err'), errNN: () => boom('errNN'),
    asyncErr: () => boomLater('asyncErr'), asyncErrNN: () => boomLater('asyncErrNN'),
    nullNN: () => null,
    items: () => [1, null, 3], itemsErr: itemError, itemsErrNN: itemError, itemsNullNN: () => [1, null, 3],
    matrix: () => [[1, 2], null, [3]],
    badInt: () => 'not an int', badIntBig: () => 2147483648, badBoolean: () => 'yes', badEnum: () => 'PLATINUM',
    badList: () => 5, badUnion: () => ({ __typename: 'Nest' }),
    float: () => 1.5, id: () => 42,
  },
  Query: {
    node: (_, { id }) => find(members, id) ?? find(accounts, id),
    account: (_, { id }) => find(accounts, id),
    member(_, { by }) {
      if (by.id != null) return find(members, by.id);
      if (by.email != null) return members.find((candidate) => candidate.email === by.email) ?? null;
      return by.number != null ? (members[by.number - 1] ?? null) : members[0];
    },
    members: (_, { filter, first }) =>
      members.filter((candidate) => filter?.tier == null || candidate.tier === filter.tier).slice(0, first ?? undefined),
    search: (_, { text }) => (text === '' ? [] : [members[0], accounts[0], accounts[1]]),
    nest: () => ({ depth: 0 }), nestNN: () => ({ depth: 0 }),
    echo: (_, given) => JSON.stringify(sorted(given)),
    required: (_, { a, b }) => `${a}:${b}`,
  },
  Mutation: {
    add: (_, { by }) => (counter += by),
    async addSlow(_, { by, ms }) {
      const before = counter;
      await new Promise((resolve) => setTimeout(resolve, ms ?? 0));
      return (counter = before + by);
    },
    reset: () => (counter = 0),
    fail: () => boom('mutation'),
    rename(_, { id, name }) {
      const found = find(members, id);
      return found && { ...found, name };
    },
  },
};

export const schema = buildASTSchema(parse(sdl));
for (const [name, functions] of Object.entries(scalars)) Object.assign(schema.getType(name), functions);
for (const [name, fields] of Object.entries(resolvers)) {
  for (const [field, resolve] of Object.entries(fields)) schema.getType(name).getFields()[field].resolve = resolve;
}
for (const type of Object.values(schema.getTypeMap())) {
  if ('resolveType' in type) type.resolveType = (value) => value.__typename;
}
