// Section 6: selection, order of keys, conditions, abstract types, errors with their paths, and where nulls go.
const ways = ['self', 'selfNN', 'list', 'listNN', 'listOfNN'];
const leaves = ['ok', 'okNN', 'err', 'errNN', 'asyncErr', 'asyncErrNN', 'nullNN', 'items', 'itemsErr', 'itemsErrNN', 'itemsNullNN', 'matrix', 'badInt', 'badIntBig', 'badBoolean', 'badEnum', 'badList', 'badUnion { __typename }', 'float', 'id', 'depth', '__typename'];

const nulls = [];
for (const root of ['nest', 'nestNN']) {
  for (const leaf of leaves) {
    nulls.push(`{ ${root} { ${leaf} } }`, `{ ${root} { ok ${leaf} depth } a: nest { ok } }`);
    for (const way of ways) {
      nulls.push(`{ ${root} { ${way} { ${leaf} } } }`, `{ ${root} { depth ${way} { a: ok b: ${leaf} } ok } }`);
      for (const second of ways) nulls.push(`{ ${root} { ${way} { ${second} { depth ${leaf} } } ok } }`);
    }
  }
}
const pairs = ['err', 'errNN', 'asyncErr', 'asyncErrNN', 'nullNN', 'itemsErrNN', 'ok', 'badInt'];
for (const first of pairs) {
  for (const second of pairs) nulls.push(`{ nest { a: ${first} b: ${second} self { c: ${second} } selfNN { d: ${first} } } }`, `{ nest { list { a: ${first} b: ${second} } ok } }`, `{ nestNN { listNN { self { a: ${first} } b: ${second} } } }`);
}

const on = (type, selection) => `... on ${type} { ${selection} }`;
const selections = [
  // Keys come in the order in which the document first names them, merged over fragments.
  '{ b: echo a: echo nest { ok } }', '{ nest { b: ok a: ok depth } nest { c: okNN a: ok } }', '{ ...F a: echo ...G } fragment F on Query { z: echo nest { ok } } fragment G on Query { a: echo nest { depth ok } y: echo }', '{ nest { ...A self { ok } ...B } } fragment A on Nest { self { depth } ok } fragment B on Nest { self { id ok depth } float }',
  '{ nest { ... { ok } ... { okNN } ok } }', '{ nest { ...F ...F ...F } } fragment F on Nest { ok }', '{ a: nest { a: self { a: self { a: depth } } } }', '{ __typename a: __typename nest { __typename } }', '{ nest { ok } nest { ok } nest { okNN } }', '{ a1: nest { ok } A1: nest { ok } _a: nest { ok } __a: nest { ok } }', '{ __proto__: nest { ok } constructor: nest { ok } toString: echo }', '{ nest { self { ok } self { okNN } self { self { depth } } self { self { ok } } } }',
  '{ nest { id float items matrix } }',
  // Abstract types.
  ...['m1', 'm2', 'm3', 'a1', 'a2', 'a3', 'x', ''].flatMap((id) => [
    `{ node(id: "${id}") { id __typename ${on('Member', 'name tier joined uuid email')} ${on('Account', 'balance owner { id }')} ${on('PointsAccount', 'points unit')} ${on('CashAccount', 'currency cash: unit')} } }`, `{ account(id: "${id}") { __typename id balance ${on('Node', 'id')} ${on('PointsAccount', 'p: unit')} ${on('CashAccount', 'c: unit')} } }`, `{ node(id: "${id}") { ${on('SearchResult', `__typename ${on('Member', 'n: name')}`)} } }`,
    `{ node(id: "${id}") { ...N ...A ...M } } fragment N on Node { id } fragment A on Account { id balance owner { ...M } } fragment M on Member { name nickname accounts { ...A2 } } fragment A2 on Account { id }`,
  ]),
  `{ search(text: "a") { __typename ${on('Node', 'id')} ${on('Member', 'name')} ${on('Account', 'balance')} ${on('CashAccount', 'currency')} } }`, '{ search(text: "") { __typename } }', `{ search(text: "x") { ${on('Member', 'a: id')} } }`, `{ search(text: "x") { ... { __typename } ... @skip(if: true) { a: __typename } } }`,
  '{ members { id name email tier joined uuid oldName nickname accounts { id } friends { id } } }', '{ members(first: 1) { nickname(case: UPPER) low: nickname(case: LOWER, prefix: "ÀÉ") none: nickname(case: null, prefix: "Ab") p: nickname(prefix: "Q") } }', '{ members(first: null) { id } }', '{ members(first: 0) { id } }', '{ members(first: -1) { id } }', '{ members(filter: {region: "x", tier: GOLD}) { id } }', '{ members(filter: {region: "x"}) { id } }', '{ members(filter: {region: "x", tier: null}, first: 9) { id } }', '{ members(filter: null, first: 9) { accounts(first: 1) { id } } }',
  '{ members { friends { friends { friends { id } } } } }', '{ members { accounts(first: null) { id } a: accounts(first: 0) { id } b: accounts(after: "x") { id } } }', '{ member(by: {id: "m1"}) { name } }', '{ member(by: {email: "ilze@example.test"}) { name } }', '{ member(by: {number: 2}) { name } }', '{ member(by: {number: 0}) { name } }', '{ member(by: {number: -1}) { name } }', '{ member(by: {number: 4}) { name } }', '{ member(by: {filter: {region: "x"}}) { name } }', '{ member(by: {email: "nobody"}) { name } }',
  '{ required(a: 1, b: "x") }', '{ required(b: "\\"\\n😀", a: -2147483648) }', '{ account(id: "a1") { balance ... on PointsAccount { points } } }',
  // @skip and @include.
  ...['true', 'false'].flatMap((a) => ['true', 'false'].flatMap((b) => [
    `{ echo nest @skip(if: ${a}) @include(if: ${b}) { ok } }`, `{ echo ... @skip(if: ${a}) { ... @include(if: ${b}) { nest { ok } } } }`, `{ echo ...F @include(if: ${a}) ...F @include(if: ${b}) } fragment F on Query { nest { ok } }`, `{ nest { ok @skip(if: ${a}) ok @include(if: ${b}) depth } }`, `{ nest @skip(if: ${a}) { ok } nest @include(if: ${b}) { depth } echo }`, `{ nest { errNN @skip(if: ${a}) ok @include(if: ${b}) } }`,
  ])),
  '{ nest { ok @skip(if: true) } }', '{ nest @include(if: false) { ok } }', '{ ... @skip(if: true) { nest { ok } } }', '{ nest @tag(name: "a") @skip(if: true) @tag(name: "b") { ok } echo }',
];

const conditional = ['query ($a: Boolean!, $b: Boolean!) { nest @skip(if: $a) @include(if: $b) { ok } echo }', 'query ($a: Boolean!, $b: Boolean!) { ...F @skip(if: $a) nest { depth @include(if: $b) ...G @include(if: $a) } } fragment F on Query { nest { ok } } fragment G on Nest { okNN self @skip(if: $b) { depth } }', 'query ($a: Boolean = true, $b: Boolean = false) { nest { ok @include(if: $a) err @include(if: $b) } }']
  .flatMap((query) => [[true, true], [true, false], [false, true], [false, false]].map(([a, b]) => ({ query, variables: { a, b } })));

const operations = [
  { query: 'query A { a: echo } query B { b: echo }', operationName: 'A' }, { query: 'query A { a: echo } query B { b: echo }', operationName: 'B' }, { query: 'query A { a: echo } query B { b: echo }', operationName: 'C' }, { query: 'query A { a: echo } query B { b: echo }' }, { query: 'query A { a: echo }', operationName: 'B' }, { query: 'query A { a: echo }' },
  { query: '{ a: echo }', operationName: 'A' }, { query: 'query A($v: Int!) { a: echo(int: $v) } query B { b: echo }', operationName: 'B' }, { query: 'query A($v: Int!) { a: echo(int: $v) } query B { b: echo }', operationName: 'A' }, { query: 'query A { a: echo } mutation M { rename(id: "m1", name: "x") { name } }', operationName: 'M' }, { query: 'query A { a: echo } query B { b: echo }', operationName: 'a' },
];

// Each begins with a reset; they run one after the other.
export const mutations = [
  'mutation { reset a: add b: add(by: 5) c: addSlow(by: 2, ms: 15) d: add(by: 1) e: addSlow(ms: 1) f: add }', 'mutation { reset a: addSlow(by: 1, ms: 20) b: addSlow(by: 10, ms: 1) c: add(by: 100) }', 'mutation { reset a: add fail b: add }', 'mutation { reset fail a: fail }', 'mutation { reset ...F a: add } fragment F on Mutation { b: add(by: 3) c: add }',
  'mutation { reset rename(id: "m1", name: "New") { id name accounts { id owner { name } } } }', 'mutation { reset rename(id: "x", name: "New") { id } }', 'mutation { reset a: add @skip(if: true) b: add @include(if: true) }', 'mutation ($by: Int! = 7) { reset a: add(by: $by) b: addSlow(by: $by, ms: null) }', 'mutation { a: reset a: reset b: add b: add }', 'mutation { reset x: rename(id: "m3", name: "") { name nickname } __typename }', 'mutation { reset add(by: -3) }',
  'mutation { reset a: add ... { b: addSlow(ms: 5) ... { c: add } } }',
];

export default [...[...nulls, ...selections].map((query) => ({ query })), ...conditional, ...operations];
