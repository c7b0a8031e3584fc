// Sections 3 (input coercion), 6.1.2 and 6.4.1: variables of every type, missing, null and defaulted. `echo` shows what came.
const types = {
  int: ['Int', 'Int!', 'Int = 5', 'Int = null', 'Int! = 5'], intDefault: ['Int', 'Int = null', 'Int!'], intNN: ['Int', 'Int!', 'Int = 5', 'Int = null'], float: ['Float', 'Float! = 1', 'Float = 1.5'], str: ['String', 'String = "d"', 'String!'],
  bool: ['Boolean', 'Boolean! = true'], id: ['ID', 'ID = 7', 'ID!'], tier: ['Tier', 'Tier = GOLD', 'Tier!'], list: ['[Int]', '[Int!]', '[Int]!', '[Int!]! = [1]', '[Int] = 3', '[Int] = [1, null]'], listNN: ['[Int!]', '[Int!]!'], matrix: ['[[Int]]', '[[Int!]!]!', '[[Int]] = 1'],
  tiers: ['[Tier!]', '[Tier!]! = SILVER'], filter: ['MemberFilter', 'MemberFilter!', 'MemberFilter = {region: "d"}'], filters: ['[MemberFilter!]', '[MemberFilter!]!'], by: ['MemberBy', 'MemberBy!', 'MemberBy = {id: 1}'], long: ['Long', 'Long!'], uuid: ['UUID'], at: ['DateTime'],
};
const values = [
  undefined, 'null', '0', '1', '-1', '1.0', '1.5', '1e2', '1E2', '1e-2', '2147483647', '2147483648', '-2147483648', '-2147483649', '9007199254740991', '9007199254740992', '-9007199254740991', '1e400', '12345678901234567890', '-0', '-0.0', '0.1', 'true', 'false',
  '""', '"a"', '"1"', '"1.5"', '"true"', '"GOLD"', '"gold"', '"LEGACY"', '"NOPE"', '"\\ud83d\\ude00"', '"\\u0000"', '"é\\n\\t\\"\\\\"', '"00000000-0000-4000-8000-00000000000A"', '"2020-02-29T12:00:00+02:00"', '"2020-01-01T00:00:00.123456789Z"', '"2020-02-30T00:00:00Z"',
  '[]', '[null]', '[1]', '[1,2]', '[1,null]', '["a"]', '[1,"a"]', '[1.0,2.5]', '[[1]]', '[[1],[2]]', '[[1],2]', '[[1],null]', '[[null]]', '[[[1]]]', '[true]', '["GOLD"]', '["GOLD","SILVER"]', '["GOLD",null]', '["GOLD","nope"]', '["gold"]',
  '{}', '{"region":"a"}', '{"region":null}', '{"region":1}', '{"region":"a","tier":"GOLD"}', '{"region":"a","tier":null}', '{"region":"a","tier":"x"}', '{"region":"a","active":null}', '{"region":"a","active":false}', '{"region":"a","nope":1}', '{"nope":1}', '{"region":"a","tags":"x"}', '{"region":"a","tags":["x","y"]}', '{"region":"a","tags":[null]}', '{"region":"a","tags":null}', '{"region":"a","tags":[]}', '{"region":"a","minBalance":1.5}',
  '{"region":"a","nested":{}}', '{"region":"a","nested":{"region":"b","name":"c"}}', '{"region":"a","nested":{"region":"b","nested":{"region":1}}}', '{"region":"a","old":3}', '{"name":"z","region":"a","active":true,"minBalance":3}', '[{"region":"a"}]', '[{"region":"a"},{"region":"b"}]', '[{"region":"a"},{}]', '[{"region":"a"},null]',
  '{"id":"a"}', '{"id":1}', '{"id":null}', '{"id":1.5}', '{"id":true}', '{"email":"a"}', '{"email":1}', '{"number":2}', '{"number":"2"}', '{"id":"a","email":"b"}', '{"id":null,"email":"b"}', '{"id":null,"email":null}', '{"filter":{"region":"a"}}', '{"filter":{}}', '{"filter":null}', '{"id":"a","nope":1}', '{"a":{"b":{"c":1}}}',
];

const everyType = Object.entries(types).flatMap(([argument, declarations]) =>
  declarations.flatMap((declaration) =>
    values.map((value) => ({
      query: `query ($v: ${declaration}) { echo(${argument}: $v) }`,
      variables: value === undefined ? undefined : `{"v":${value}}`,
    })),
  ),
).filter(({ query, variables }) => !(query.includes('(id:') && variables?.includes('12345678901234567890')));

const inside = [
  ['query ($v: Int) { echo(list: [1, $v, 3]) }', undefined, '{"v":null}', '{"v":2}'], ['query ($v: Int!) { echo(listNN: [1, $v]) }', undefined, '{"v":null}', '{"v":2}'], ['query ($v: Int = 9) { echo(listNN: [1, 2], list: [$v]) }', undefined, '{"v":null}', '{"v":2}'], ['query ($v: [Int]) { echo(matrix: [[1], $v]) }', undefined, '{"v":null}', '{"v":2}', '{"v":[2,null]}'],
  ['query ($v: String!) { echo(filter: {region: $v}) }', undefined, '{"v":"a"}', '{"v":null}', '{"v":1}'], ['query ($v: String) { echo(filter: {region: "a", name: $v}) }', undefined, '{"v":"a"}', '{"v":null}'], ['query ($v: Tier) { echo(filter: {region: "a", tier: $v}) }', undefined, '{"v":"GOLD"}', '{"v":null}', '{"v":"x"}'],
  ['query ($v: Boolean) { echo(filter: {region: "a", active: $v}) }', undefined, '{"v":false}', '{"v":null}'], ['query ($v: Boolean = false) { echo(filter: {region: "a", active: $v}) }', undefined, '{"v":true}', '{"v":null}'], ['query ($v: [String!]) { echo(filter: {region: "a", tags: $v}) }', undefined, '{"v":"x"}', '{"v":["x"]}', '{"v":null}', '{"v":[null]}'], ['query ($v: String!) { echo(filter: {region: "a", tags: [$v, "y"]}) }', '{"v":"x"}'],
  ['query ($v: MemberFilter) { echo(filter: {region: "a", nested: $v}) }', undefined, '{"v":{"region":"b"}}', '{"v":null}', '{"v":{}}'], ['query ($v: MemberFilter!) { echo(filters: [$v, {region: "z"}]) }', '{"v":{"region":"b"}}'], ['query ($v: ID!) { echo(by: {id: $v}) }', '{"v":1}', '{"v":"x"}', undefined, '{"v":null}'], ['query ($v: ID!) { member(by: {id: $v}) { name } }', '{"v":"m2"}', '{"v":"nope"}'],
  ['query ($v: Int) { a: echo(intDefault: $v) b: echo(intNN: $v) c: echo(int: $v) }', undefined, '{"v":2}', '{"v":null}'], ['query ($v: Int = 4) { a: echo(intDefault: $v) b: echo(intNN: $v) c: echo(int: $v) }', undefined, '{"v":2}', '{"v":null}'], ['query ($v: Int = null) { a: echo(intDefault: $v) b: echo(int: $v) }', undefined, '{"v":2}', '{"v":null}'],
  ['query ($v: Boolean!) { nest @skip(if: $v) { ok } echo }', undefined, '{"v":true}', '{"v":false}', '{"v":null}', '{"v":"true"}', '{"v":1}'], ['query ($v: Boolean = true) { nest @include(if: $v) { ok } echo }', undefined, '{"v":true}', '{"v":false}'], ['query ($v: String!) { nest @tag(name: $v) { ok } }', '{"v":"x"}', undefined], ['query ($a: Int!, $b: Int!) { echo(int: $a, intDefault: $b) }', undefined, '{"a":1}', '{"a":"x","b":"y"}', '{"a":null,"b":null}', '{"a":1,"b":2,"c":3}'],
  ['query ($v: Int) { echo(int: $v) }', '{}', 'null', '{"V":1}', '{"v":1,"v":2}', '{"":1}', '{"__proto__":1}', '{"v":1,"w":{"deep":[1,2,3]}}'], ['query ($v: Int = 3) { required(a: $v, b: "x") }', undefined, '{"v":1}', '{"v":null}'], ['query ($v: [Int!]!) { echo(list: $v) }', '{"v":[1,"a",null,2.5,true]}', '{"v":[]}', '{"v":1}'], ['query ($v: MemberFilter) { echo(filter: $v) }', '{"v":{"region":1,"tier":"x","tags":[1,null],"nested":{"active":2},"nope":3}}'],
  ['query ($v: Int) { members(first: $v) { id } }', undefined, '{"v":null}', '{"v":0}', '{"v":1}', '{"v":-1}', '{"v":99}'], ['query ($v: Case) { members { nickname(case: $v, prefix: "É") } }', undefined, '{"v":null}', '{"v":"UPPER"}', '{"v":"LOWER"}', '{"v":"Upper"}'],
].flatMap(([query, ...variables]) => variables.map((v) => ({ query, variables: v })));

const literals = [
  'int: null', 'int: 1', 'int: -0', 'intDefault: null', 'intDefault: 3', 'intNN: 4', 'float: 1', 'float: 1.5', 'float: 1e10', 'float: -1.5e-3', 'float: 1e21', 'float: 123456789012', 'str: ""', 'str: "a\\u0041"', 'bool: true', 'bool: false', 'id: 1', 'id: "x"', 'id: 12345678901234567890', 'id: -1', 'id: ""', 'tier: GOLD', 'tier: LEGACY',
  'list: 1', 'list: []', 'list: null', 'list: [1, null]', 'list: [null]', 'listNN: 1', 'listNN: []', 'matrix: 1', 'matrix: [1]', 'matrix: [[1], null, [null, 2]]', 'matrix: []', 'matrix: [[]]', 'matrix: null', 'matrix: [1, 2]', 'tiers: GOLD', 'tiers: []', 'tiers: null', 'tiers: [GOLD, BRONZE]', 'filter: null', 'filter: {region: "a"}', 'filter: {region: "a", tier: null}', 'filter: {tier: GOLD, region: "a"}',
  'filter: {region: "a", active: false}', 'filter: {region: "a", tags: "x"}', 'filter: {region: "a", tags: []}', 'filter: {region: "a", tags: null}', 'filter: {region: "a", nested: null}', 'filter: {region: "a", nested: {region: "b", nested: {region: "c", minBalance: 2}}}', 'filters: {region: "a"}', 'filters: []', 'filters: [{region: "a"}, {region: "b", name: "n"}]', 'by: {id: 1}', 'by: {email: "x"}', 'by: {number: 3}', 'by: {filter: {region: "a"}}', 'by: null', 'long: 1', 'long: 9007199254740991', 'long: -9007199254740991', 'long: null',
  'uuid: "00000000-0000-4000-8000-0000000000Aa"', 'uuid: "00000000-0000-0000-0000-000000000000"', 'at: "2020-01-01T00:00:00Z"', 'at: "2020-02-29T23:59:60+14:00"', 'at: "2020-01-01T25:61:61Z"', 'at: "2020-01-01T00:00:00.1Z"', 'at: "0001-01-01T00:00:00Z"', 'at: "9999-12-31T23:59:59.999999999-12:00"', 'str: "\\u2028\\u0001\\u007f<>&\'+`"', 'str: "😀 é \\u0000"', 'str: """\n  block\n    text\n"""',
].map((given) => ({ query: `{ echo(${given}) }` }));

export default [...everyType, ...inside, ...literals];
