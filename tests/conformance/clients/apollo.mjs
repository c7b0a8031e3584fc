// Apollo Client against the conformance host: what its link sends is understood, and what its cache needs is answered.
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { schema } from '../differential/schema.mjs';

const possibleTypes = Object.fromEntries(
  ['Node', 'Account', 'SearchResult'].map((name) => [name, schema.getPossibleTypes(schema.getType(name)).map((type) => type.name)]),
);

export async function checkApollo(tally, uri) {
  const requests = [];
  const recording = new ApolloLink((operation, forward) => {
    requests.push(operation.operationName);
    return forward(operation);
  });
  const connect = (options = {}) =>
    new ApolloClient({ link: recording.concat(new HttpLink({ uri, fetch, ...options })), cache: new InMemoryCache({ possibleTypes, typePolicies: { Nest: { merge: true } } }) });
  const client = connect();
  const same = (have, want) => (JSON.stringify(have) === JSON.stringify(want) ? '' : `have ${JSON.stringify(have)}, want ${JSON.stringify(want)}`);

  const member = gql`query Member($by: MemberBy!) { member(by: $by) { id name tier accounts { id balance ... on PointsAccount { points } ... on CashAccount { currency } } } }`;
  await tally.check('Apollo: a query with variables', async () => {
    const { data } = await client.query({ query: member, variables: { by: { id: 'm1' } } });
    return same([data.member.name, data.member.accounts.map((account) => account.points ?? account.currency)], ['Anna Bērziņa', [9007199254740991, 'EUR']]);
  });
  await tally.check('Apollo: the cache knows objects by type and id, also behind interfaces', async () => {
    const before = requests.length;
    const account = client.readFragment({ id: 'PointsAccount:a1', fragment: gql`fragment A on Account { __typename id balance }` });
    await client.query({ query: member, variables: { by: { id: 'm1' } } });
    return same([account?.balance, requests.length - before], [120, 0]);
  });
  await tally.check('Apollo: a mutation changes what a watched query shows', async () => {
    const names = [];
    const watched = client.watchQuery({ query: member, variables: { by: { id: 'm1' } } });
    const seen = new Promise((resolve) => {
      watched.subscribe(({ data }) => {
        names.push(data.member.name);
        if (names.includes('Renamed')) resolve();
      });
    });
    await client.mutate({ mutation: gql`mutation Rename { rename(id: "m1", name: "Renamed") { id name } }` });
    await seen;
    return same(names.at(-1), 'Renamed');
  });
  await tally.check('Apollo: errorPolicy "all" gives partial data, and errors with path and code', async () => {
    const { data, error } = await client.query({ query: gql`query Partial { nest { ok err self { nullNN } } }`, errorPolicy: 'all' });
    const codes = error.errors.map(({ path, extensions }) => [path.join('.'), extensions?.code ?? null]);
    return same([data.nest.ok, data.nest.err, data.nest.self, codes], [1, null, null, [['nest.err', 'BOOM'], ['nest.self.nullNN', null]]]);
  });
  await tally.check('Apollo: errorPolicy "none" throws the errors of fields', async () => {
    const error = await client.query({ query: gql`query Failing { nest { err } }`, fetchPolicy: 'network-only' }).catch((thrown) => thrown);
    return same(CombinedGraphQLErrors.is(error) && error.errors.map(({ message }) => message), ['boom: err']);
  });
  await tally.check('Apollo: an invalid document is told as an error of the request', async () => {
    const error = await client.query({ query: gql`query Invalid { nope }` }).catch((thrown) => thrown);
    return CombinedGraphQLErrors.is(error) && /Cannot query field/.test(error.errors[0].message) ? '' : `${error.message}`;
  });
  await tally.check('Apollo: queries by GET', async () => {
    const { data } = await connect({ useGETForQueries: true }).query({ query: gql`query Get($text: String!) { search(text: $text) { __typename ... on Node { id } } }`, variables: { text: 'é &?#+' } });
    return same(data.search.map(({ id }) => id), ['m1', 'a1', 'a2']);
  });
  await tally.check('Apollo: fragments, aliases and directives', async () => {
    const query = gql`query Parts($with: Boolean!) { a: nest { ...N } b: nest @include(if: $with) { ...N } } fragment N on Nest { depth items @skip(if: true) matrix }`;
    const { data } = await client.query({ query, variables: { with: false } });
    return same(data, { a: { __typename: 'Nest', depth: 0, matrix: [[1, 2], null, [3]] } });
  });
}
