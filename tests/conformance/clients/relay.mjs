// The compiler of Relay against the schema file: global ids, connections and refetching as Relay specifies them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entries = `graphql\`
  fragment EntriesOfMember on Member
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, kinds: { type: "[EntryKind!]" })
  @refetchable(queryName: "MoreEntriesQuery") {
    entries(first: $first, after: $after, filter: { kinds: $kinds }) @connection(key: "Member_entries") {
      edges { node { id points explanation { summary } } }
    }
  }\``;
const node = `graphql\`
  fragment ThingOfNode on Node @refetchable(queryName: "ThingQuery") {
    __typename
    id
    ... on Wallet { balance }
    ... on Entry { points wallet: currency { name } }
    ... on Vehicle { vin }
  }\``;
const home = `graphql\`
  query HomeQuery($id: ID!) { me { ...EntriesOfMember wallets { ...ThingOfNode } } node(id: $id) { ...ThingOfNode } }\`;
graphql\`
  mutation HomeMutation($input: RegisterVehicleInput!) { registerVehicle(input: $input) { vehicle { id vin } errors { __typename message } } }\`;
graphql\`
  subscription HomeSubscription { walletChanged { wallet { ...ThingOfNode } } }\``;
const artifacts = ['EntriesOfMember', 'HomeMutation', 'HomeQuery', 'HomeSubscription', 'MoreEntriesQuery', 'ThingOfNode', 'ThingQuery'];

export async function checkRelay(tally, sdl) {
  await tally.check('relay-compiler compiles connections, refetchable fragments on Node, a mutation and a subscription', () => compiles(sdl));
}

function compiles(sdl) {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'));
  try {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'schema.graphql'), sdl);
    const config = { src: './src', schema: './schema.graphql', language: 'typescript', artifactDirectory: './artifacts', customScalarTypes: { Long: 'number', DateTime: 'string', Date: 'string', Decimal: 'string' } };
    writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config));
    for (const [name, text] of Object.entries({ EntriesOf: entries, ThingOf: node, Home: home })) writeFileSync(join(folder, 'src', `${name}.ts`), `import { graphql } from 'relay-runtime';\n${text};\n`);
    mkdirSync(join(folder, 'artifacts'));
    const script = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
    execFileSync(process.execPath, [script, 'relay.config.json'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const written = readdirSync(join(folder, 'artifacts')).filter((name) => name.endsWith('.graphql.ts')).map((name) => name.split('.')[0]).sort();
    return JSON.stringify(written) === JSON.stringify(artifacts) ? '' : `it wrote ${written}`;
  } catch (error) {
    return `${error.stdout ?? ''}${error.stderr ?? error.message}`.slice(0, 2000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
