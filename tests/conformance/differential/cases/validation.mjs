// Section 5, rule by rule. Documents under a rule break it, perhaps others too; `valid` ones break none.
const rules = {
  ExecutableDefinitionsRule: [
    '{ nest { ok } } type A { a: Int }', 'extend type Query { a: Int } { nest { ok } }', 'directive @d on FIELD query { nest { ok } }', 'schema { query: Query } { nest { ok } }', 'extend schema { mutation: M } { nest { ok } }',
    'scalar S enum E { A } input I { a: Int } interface F { a: Int } union U = A { nest { ok } }', 'type A { a: Int } type B { b: Int }',
  ],
  UniqueOperationNamesRule: [
    'query A { nest { ok } } query A { nest { ok } }', 'query A { nest { ok } } mutation A { reset }', 'query A { nest { ok } } subscription A { tick { ok } }', 'query A { nest { ok } } query B { nest { ok } } query A { nest { ok } } query A { nest { ok } }',
  ],
  LoneAnonymousOperationRule: [
    '{ nest { ok } } { nest { ok } }', '{ nest { ok } } query A { nest { ok } }', 'query A { nest { ok } } mutation { reset }', '{ nest { ok } } mutation { reset } subscription { tick { ok } }', 'query A { nest { ok } } { nest { ok } } query B { nest { ok } }',
  ],
  SingleFieldSubscriptionsRule: [
    'subscription { tick { ok } countdown(from: 1) }', 'subscription S { a: tick { ok } b: tick { ok } c: tick { ok } }', 'subscription { __typename }', 'subscription S { tick { ok } __typename }', 'subscription { ...F } fragment F on Subscription { tick { ok } countdown(from: 1) }',
    'subscription { ... on Subscription { tick { ok } } countdown(from: 1) }', 'subscription { ...F ...G } fragment F on Subscription { tick { ok } } fragment G on Subscription { countdown(from: 1) }', 'subscription { x: __typename }', 'subscription { ...F } fragment F on Subscription { __typename }',
    'subscription { tick { ok } ...F } fragment F on Subscription { ...G } fragment G on Subscription { countdown(from: 1) }',
  ],
  KnownTypeNamesRule: [
    '{ ... on Nope { a } }', 'query ($a: Nope) { nest { ok } }', 'query ($a: [Nope!]!) { echo(list: $a) }', '{ ...F } fragment F on Nope { a }', '{ nest { ... on nest { ok } } }', 'query ($a: string) { echo(str: $a) }', 'query ($a: Nope, $b: [Nope]) { ... on Nope { b } }', 'query ($a: __Nope) { echo(str: $a) }',
  ],
  FragmentsOnCompositeTypesRule: [
    '{ ... on Int { a } }', '{ nest { ... on Tier { a } } }', '{ ...F } fragment F on MemberFilter { a }', '{ ...F } fragment F on String { a }', '{ nest { ... on MemberBy { id } } }', '{ ... on DateTime { a } }', 'fragment F on Boolean { a } { ...F }', '{ ... on __TypeKind { a } }',
  ],
  VariablesAreInputTypesRule: [
    'query ($a: Nest) { echo(int: $a) }', 'query ($a: [Nest!]!) { echo(list: $a) }', 'query ($a: Node, $b: SearchResult) { echo(int: $a, str: $b) }', 'query ($a: Query = {}) { nest { ok } }', 'query ($a: __Type) { nest { ok } }',
  ],
  ScalarLeafsRule: [
    '{ nest }', '{ nest { ok { a } } }', '{ nest { self } }', '{ search(text: "a") }', '{ node(id: 1) }', '{ members { tier { a } } }', '{ members }', '{ nest { items { a } } }', '{ nest { matrix { a b } } }', '{ __schema }', '{ __typename { a } }', '{ nest { list } }', '{ echo { a } }', '{ members { joined { year } } }',
  ],
  FieldsOnCorrectTypeRule: [
    '{ nope }', '{ nest { nope } }', '{ nest { self { nope } } }', '{ node(id: 1) { name } }', '{ search(text: "a") { id } }', '{ account(id: 1) { points } }', '{ account(id: 1) { balance currency } }', '{ search(text: "a") { ... on Member { points } } }', '{ ...F } fragment F on Nest { nope }', '{ Nest { ok } }', '{ nest { Ok } }',
    '{ __nope }', '{ nest { __schema { types { name } } } }', '{ nest { __type(name: "a") { name } } }', 'mutation { nest { ok } }', 'mutation { __schema { types { name } } }', '{ reset }', '{ nope { a { b } } }', '{ nope(a: 1) @nope { b }  }', '{ a: nope }', '{ nest { nope nope2 a: nope } }', '{ search(text: "a") { balance } }',
    'subscription { nope }', '{ node(id: 1) { ... on Account { points } } }',
  ],
  UniqueFragmentNamesRule: [
    '{ ...F } fragment F on Query { nest { ok } } fragment F on Query { nest { ok } }', '{ nest { ...F } } fragment F on Nest { ok } fragment F on Query { nest { ok } }', '{ ...F } fragment F on Query { nest { ok } } fragment F on Query { nest { ok } } fragment F on Query { nope }',
  ],
  KnownFragmentNamesRule: ['{ ...F }', '{ nest { ...F } }', '{ nest { ...F ...G } } fragment F on Nest { ok }', '{ nest { ... on Nest { ...X } } }', '{ nest { ...F } } fragment F on Nest { ...X self { ...Y } }', '{ ...F ...F }'],
  NoUnusedFragmentsRule: [
    '{ nest { ok } } fragment F on Query { nest { ok } }', '{ nest { ok } } fragment F on Query { ...G } fragment G on Query { nest { ok } }', '{ nest { ok } } fragment F on Query { ...G } fragment G on Query { ...F }', '{ ...F } fragment F on Query { nest { ok } } fragment G on Nest { ok } fragment H on Nest { ok }', 'fragment F on Nest { ok }',
  ],
  PossibleFragmentSpreadsRule: [
    '{ nest { ... on Member { id } } }', '{ ... on Nest { ok } }', '{ members { ... on PointsAccount { id } } }', '{ search(text: "a") { ... on Nest { ok } } }', '{ account(id: 1) { ... on Member { id } } }', '{ account(id: 1) { ...F } } fragment F on Member { id }', '{ nest { ...F } } fragment F on Query { nest { ok } }', '{ nest { ... on Node { id } } }',
    '{ nest { ... on SearchResult { __typename } } }', '{ members { ... on Account { id } } }', '{ members { ...F } } fragment F on Account { id }', '{ search(text: "a") { ... on Query { __typename } } }', '{ node(id: 1) { ... on Account { ... on Member { id } } } }', '{ __schema { ... on Query { nest { ok } } } }',
  ],
  NoFragmentCyclesRule: [
    '{ ...F } fragment F on Query { ...F }', '{ nest { ...F } } fragment F on Nest { self { ...F } }', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }', '{ nest { ...A } } fragment A on Nest { ...B } fragment B on Nest { ...B }',
    '{ nest { ...A ...B } } fragment A on Nest { self { ...B } } fragment B on Nest { self { ...A } list { ...B } }', '{ nest { ok } } fragment F on Nest { ...F }', '{ nest { ...A } } fragment A on Nest { ...B ...C } fragment B on Nest { ...A } fragment C on Nest { ...A ...B }', '{ nest { ...A } } fragment A on Nest { ... on Nest { self { ... { ...A } } } }',
    '{ nest { ...A } } fragment A on Nest { ...A ...A }', '{ nest { ...A } } fragment A on Nest { ...B } fragment B on Nest { ...C ...D } fragment C on Nest { ...B } fragment D on Nest { ...A }', '{ nest { ...Z } } fragment Z on Nest { ...Y } fragment Y on Nest { ...X } fragment X on Nest { ...Y ...Z }',
  ],
  UniqueVariableNamesRule: ['query ($a: Int, $a: Int) { echo(int: $a) }', 'query ($a: Int, $a: String) { echo(int: $a) }', 'query ($a: Int, $b: Int, $a: Int, $a: Int) { echo(int: $a, intDefault: $b) }', 'query A($a: Int, $a: Int) { echo(int: $a) } query B($a: Int, $a: Int) { echo(int: $a) }'],
  NoUndefinedVariablesRule: [
    '{ echo(int: $a) }', 'query Q { echo(int: $a, str: $b) }', 'query Q($a: Int) { echo(int: $a, intDefault: $b) }', '{ ...F } fragment F on Query { echo(int: $a) }', 'query A($a: Int) { ...F } query B { ...F } fragment F on Query { echo(int: $a) }', '{ nest @skip(if: $a) { ok } }', '{ echo(list: [1, $a]) }', '{ echo(filter: {region: $a}) }', '{ ...F } fragment F on Query { ...G } fragment G on Query { echo(int: $a) }',
    '{ echo(nope: $a) }', '{ nope(a: $a) }', '{ echo(int: {a: $a}) }', '{ echo(int: [$a]) }', '{ nest @nope(a: $a) { ok } }', 'query @tag(name: $a) { nest { ok } }', '{ a: echo(int: $a) b: echo(int: $a) }', '{ echo(tier: [[$a]]) }', '{ echo(str: {a: {b: $a}}) }', '{ ...F ...F } fragment F on Query { echo(int: $a) }',
    '{ ...F @include(if: $x) } fragment F on Query @tag(name: $y) { echo }',
  ],
  NoUnusedVariablesRule: [
    'query ($a: Int) { nest { ok } }', 'query Q($a: Int, $b: Int) { echo(int: $a) }', 'query ($a: Int) { ...F } fragment F on Query { nest { ok } }', 'query A($a: Int) { ...F } query B($a: Int) { nest { ok } } fragment F on Query { echo(int: $a) }', 'query ($a: Int, $b: String = "x", $c: [Int]) { nest { ok } }', 'query ($a: Int) { nest { ok } } fragment F on Query { echo(int: $a) }',
    'query ($a: Nope) { nest { ok } }', 'query ($a: Int, $a: Int) { nest { ok } }',
  ],
  KnownDirectivesRule: [
    '{ nest @nope { ok } }', 'query @skip(if: true) { nest { ok } }', 'query @include(if: true) { nest { ok } }', '{ ...F } fragment F on Query @skip(if: true) { nest { ok } }', '{ nest @deprecated { ok } }', '{ nest @specifiedBy(url: "a") { ok } }', '{ nest @oneOf { ok } }', 'query ($a: Int @skip(if: true)) { echo(int: $a) }', 'query ($a: Int @nope) { echo(int: $a) }', '{ ... @nope { nest { ok } } }', '{ ...F @nope } fragment F on Query @nope2 { nest { ok } }',
    'mutation @include(if: true) { reset }', 'subscription @tag(name: "x") { tick { ok } }', 'query @nope { nest @nope @nope { ok @nope } }', 'query ($a: Int @deprecated) { echo(int: $a) }', '{ ... @deprecated(reason: "x") { nest { ok } } }', '{ nest @Skip(if: true) { ok } }',
  ],
  UniqueDirectivesPerLocationRule: [
    '{ nest @skip(if: false) @skip(if: false) { ok } }', '{ nest { ok @include(if: true) @include(if: true) @include(if: false) } }', '{ ... @skip(if: false) @skip(if: true) { nest { ok } } }', '{ ...F @include(if: true) @include(if: true) } fragment F on Query { nest { ok } }', '{ nest @skip(if: true) @include(if: true) @skip(if: true) @include(if: true) { ok } }', '{ nest @deprecated @deprecated { ok } }', 'query @skip(if: true) @skip(if: true) { nest { ok } }',
  ],
  KnownArgumentNamesRule: [
    '{ echo(nope: 1) }', '{ nest(a: 1) { ok } }', '{ nest { ok(a: 1) } }', '{ nest @skip(if: true, unless: false) { ok } }', '{ nest @tag(name: "x", nope: 1) { ok } }', '{ echo(Int: 1) }', '{ required(a: 1, b: "x", c: 2) }', '{ nest @skip(iff: true) { ok } }', '{ __type(name: "a", nope: 1) { name } }', '{ echo(nope: 1, nope2: $x) }', '{ members { nickname(nope: {a: [1]}) } }', '{ __schema(a: 1) { types { name } } }', '{ __typename(a: 1) }',
  ],
  UniqueArgumentNamesRule: ['{ echo(int: 1, int: 1) }', '{ echo(int: 1, int: 2, int: 3) }', '{ nest @skip(if: true, if: true) { ok } }', '{ echo(int: 1, str: "a", int: 1, str: "b") }', '{ nope(a: 1, a: 2) }', '{ nest @nope(a: 1, a: 2) { ok } }', '{ echo(nope: 1, nope: 2) }', 'query @tag(name: "a", name: "b") { nest { ok } }'],
  ValuesOfCorrectTypeRule: [
    ...['"a"', 'true', '1.0', '1.5', 'A', '[1]', '{}', '{a: 1}', '2147483648', '-2147483649', '1e3', '[]'].map((v) => `{ echo(int: ${v}) }`),
    ...['"1"', 'true', 'A', '[1.0]', '{}'].map((v) => `{ echo(float: ${v}) }`), ...['1', '1.5', 'true', 'A', '["a"]', '{}'].map((v) => `{ echo(str: ${v}) }`), ...['1', '0', '1.5', '"true"', 'TRUE', '[true]', '{}'].map((v) => `{ echo(bool: ${v}) }`),
    ...['1.5', 'true', 'A', '["a"]', '{}', '1.0', '1e3'].map((v) => `{ echo(id: ${v}) }`), ...['"GOLD"', '1', 'true', 'gold', 'PLATINUM', '[GOLD]', '{}', '1.5', 'Gold', '""'].map((v) => `{ echo(tier: ${v}) }`),
    ...['"a"', '[1, "a"]', '[[1]]', '{}', '[1, 2.5, true, A]', '[{}]', '[2147483648]', '["1", "2"]'].map((v) => `{ echo(list: ${v}) }`), ...['[null]', '[1, null, "a"]', 'A', '[[]]'].map((v) => `{ echo(listNN: ${v}) }`), ...['[["a"]]', '"a"', '["a"]', '[[[1]]]', '[1, "a", [true]]', '[[1], ["a"], [2.5]]'].map((v) => `{ echo(matrix: ${v}) }`),
    ...['gold', '[gold]', '[GOLD, null]', '"GOLD"', '[SILVER, "GOLD", NOPE]', '1'].map((v) => `{ echo(tiers: ${v}) }`),
    ...['{}', '1', '"a"', '[]', '[{region: "a"}]', '{region: 1}', '{region: null}', '{region: "a", nope: 1}', '{region: "a", active: null}', '{region: "a", active: 1}', '{region: "a", tier: "GOLD"}', '{region: "a", tags: [1]}', '{region: "a", tags: [null]}', '{region: "a", tags: 1}', '{region: "a", nested: {}}', '{region: "a", nested: {region: "b", nested: {active: 3}}}', '{name: "a"}', 'A', '{nope: 1, nope2: {a: 2}}', '{region: "a", minBalance: 1.5, name: 1}', 'true', '{Region: "a"}'].map((v) => `{ echo(filter: ${v}) }`),
    ...['{}', '[{}]', '[{region: "a"}, null]', '[{region: "a"}, {}]', '"a"', '[[{region: "a"}]]'].map((v) => `{ echo(filters: ${v}) }`),
    ...['{}', '{id: 1, email: "a"}', '{id: null}', '{id: null, email: "a"}', '{nope: 1}', '{id: 1, nope: 1}', '{number: "a"}', '{filter: {}}', '{filter: null}', '1', '"a"', '[]', '{email: 1}', '{id: true}', '{number: 1.5}'].map((v) => `{ echo(by: ${v}) }`),
    ...['"1"', '1.5', 'true', '9007199254740992', '-9007199254740992', '1e3', '[1]', '{}', 'A'].map((v) => `{ echo(long: ${v}) }`), ...['"a"', '1', '""', '"00000000-0000-4000-8000-00000000000g"', '"00000000000040008000000000000001"', '"{00000000-0000-4000-8000-000000000001}"', '" 00000000-0000-4000-8000-000000000001"', 'A', '[1]'].map((v) => `{ echo(uuid: ${v}) }`),
    ...['"a"', '1', '"2020-01-01"', '"2020-13-01T00:00:00Z"', '"2020-02-30T00:00:00Z"', '"2020-01-01T00:00:00"', '"2020-01-01 00:00:00Z"', '"2020-01-01T00:00Z"', '"2020-00-01T00:00:00Z"', '"2021-02-29T00:00:00Z"', '"2020-01-01T00:00:00z"', '"2020-01-01t00:00:00Z"', '"2020-01-01T00:00:00.Z"', '"2020-01-01T00:00:00+0100"', '"2020-01-01T00:00:00+01"', 'A', '"2020-01-00T00:00:00Z"', '"2020-01-32T00:00:00Z"'].map((v) => `{ echo(at: ${v}) }`),
    '{ echo(intNN: null) }', '{ required(a: null, b: null) }', '{ required(a: "x", b: 1) }', 'query ($a: Int = "x") { echo(int: $a) }', 'query ($a: Int! = null) { echo(int: $a) }', 'query ($a: [Int!] = [null]) { echo(list: $a) }', 'query ($a: Tier = "GOLD") { echo(tier: $a) }', 'query ($a: MemberFilter = {}) { echo(filter: $a) }', 'query ($a: MemberBy = {id: 1, email: "a"}) { echo(by: $a) }', 'query ($a: MemberBy = {}) { echo(by: $a) }',
    'query ($a: MemberBy = {id: null}) { echo(by: $a) }', '{ nest @skip(if: 1) { ok } }', '{ nest @skip(if: null) { ok } }', '{ nest @tag(name: 1, weight: "a") { ok } }', '{ __type(name: 1) { name } }', '{ __schema { types { fields(includeDeprecated: 1) { name } } } }', '{ member(by: null) { id } }', '{ echo(list: [$a, "a"]) }', 'query ($a: String) { echo(filter: {region: $a, nope: $a}) }', '{ members { nickname(case: upper) } }', 'query @tag(name: 1) { nest { ok } }',
    'query ($a: Int @tag(name: 2)) { echo(int: $a) }', '{ echo(filter: {region: "a", region: 1}) }', 'query ($a: ID, $b: String) { echo(by: {id: $a, email: $b}) }',
  ],
  ProvidedRequiredArgumentsRule: ['{ required }', '{ required(a: 1) }', '{ required(b: "x") }', '{ node { id } }', '{ member { id } }', '{ search { __typename } }', '{ nest @skip { ok } }', '{ nest @include { ok } }', '{ nest @tag(weight: 1) { ok } }', '{ __type { name } }', 'subscription { countdown }', 'mutation { rename { id } }', '{ a: required(c: 1) }', 'query @tag { nest { ok } }'],
  VariablesInAllowedPositionRule: [
    ...[['Int', 'str'], ['String', 'int'], ['Int', 'float'], ['Float', 'int'], ['[Int]', 'int'], ['Int', 'list'], ['[Int]', 'listNN'], ['[Int!]', 'matrix'], ['[[Int]]', 'list'], ['String', 'tier'], ['Tier', 'str'], ['[Tier]', 'tiers'], ['ID', 'str'], ['String', 'id'], ['Int', 'id'], ['Long', 'int'], ['Int', 'long'], ['MemberFilter', 'by'], ['MemberBy', 'filter'], ['[MemberFilter]', 'filters'], ['[MemberFilter!]', 'filter'], ['String', 'uuid'], ['UUID', 'str'], ['DateTime', 'str'], ['String', 'at'], ['Boolean', 'int'], ['[[Int!]!]!', 'list'], ['[Int!]!', 'int']]
      .map(([type, argument]) => `query ($a: ${type}) { echo(${argument}: $a) }`),
    'query ($a: Int) { required(a: $a, b: "x") }', 'query ($a: Int = null) { required(a: $a, b: "x") }', 'query ($a: String) { search(text: $a) { __typename } }', 'query ($a: Boolean) { nest @skip(if: $a) { ok } }', 'query ($a: String!) { nest @include(if: $a) { ok } }', 'query ($a: Int) { echo(listNN: [$a]) }', 'query ($a: String) { echo(filter: {region: $a}) }', 'query ($a: [String]) { echo(filter: {region: "x", tags: $a}) }', 'query ($a: String) { echo(filter: {region: "x", tags: [$a]}) }',
    'query ($a: Int) { ...F } fragment F on Query { required(a: $a, b: "x") }', 'query A($a: Int!) { ...F } query B($a: Int) { ...F } query C($a: String!) { ...F } fragment F on Query { required(a: $a, b: "x") }', 'query ($a: MemberBy) { member(by: $a) { id } }', 'query ($a: Int) { a: required(a: $a, b: "x") b: required(a: $a, b: "y") }', 'query ($a: Int) { nest @tag(name: $a) { ok } }', 'query ($a: String = null) { search(text: $a) { __typename } }', 'query ($a: Int!) { echo(filter: {region: "x", active: $a}) }',
    'query ($a: Tier) { echo(tiers: [$a]) }', 'query ($a: [Int]) { echo(list: [$a]) }', 'query ($a: [Int]!) { echo(listNN: $a) }', 'query ($a: ID) { echo(by: {id: $a}) }', 'query ($a: MemberFilter) { echo(by: {filter: $a}) }', 'query ($a: ID = 1) { echo(by: {id: $a}) }',
  ],
  OverlappingFieldsCanBeMergedRule: [
    '{ nest { a: ok a: okNN } }', '{ a: echo(int: 1) a: echo(int: 2) }', '{ echo(int: 1) echo }', '{ echo(int: 1) echo(str: "a") }', '{ a: nest { ok } a: nestNN { ok } }', '{ nest { self { a: ok } self { a: okNN } } }', '{ nest { ok ...F } } fragment F on Nest { ok: okNN }', '{ nest { ...F ...G } } fragment F on Nest { a: ok } fragment G on Nest { a: err }', '{ echo(list: [1, 2]) echo(list: [2, 1]) }',
    '{ echo(filter: {region: "a"}) echo(filter: {region: "b"}) }', 'query ($a: Int, $b: Int) { echo(int: $a) echo(int: $b) }', 'query ($a: Int) { echo(int: $a) echo(int: 1) }', '{ search(text: "a") { ... on PointsAccount { unit } ... on CashAccount { unit } } }', '{ search(text: "a") { ... on PointsAccount { a: points } ... on CashAccount { a: currency } } }', '{ search(text: "a") { ... on Member { a: name } ... on CashAccount { a: unit } } }',
    '{ search(text: "a") { ... on PointsAccount { a: unit } ... on CashAccount { a: currency } } }', '{ node(id: 1) { id: __typename id } }', '{ nest { ok self { ok } ok: self { ok } } }', '{ nest { a: items a: ok } }', '{ nest { a: items a: itemsErrNN } }', '{ nest { a: list { ok } a: listNN { ok } } }', '{ nest { self { self { self { a: ok } } } self { self { self { a: okNN } } } } }', '{ nest { list { a: ok } } nest { list { a: okNN } } }',
    '{ search(text: "a") { ... on PointsAccount { x: owner { a: id } } ... on CashAccount { x: owner { a: tier } } } }', '{ nest { ...A } nest { ...B } } fragment A on Nest { self { x: ok } } fragment B on Nest { self { x: okNN } }', '{ members { a: nickname(case: UPPER) a: nickname(case: LOWER) } }', '{ echo(str: "a") echo(str: """b""") }', '{ echo(float: 1) echo(float: 1.0) }', '{ echo(id: 1) echo(id: "1") }', '{ a: __typename a: nest { ok } }', '{ a: __typename a: echo }', '{ echo echo(int: null) }',
    '{ node(id: 1) { ... on Member { a: name } ... on Node { a: id } } }', '{ account(id: 1) { ... on PointsAccount { x: unit } ... on CashAccount { x: balance } } }', '{ nest { matrix x: matrix x: items } }', 'mutation { a: add(by: 1) a: add(by: 2) }', '{ nest { ...F } } fragment F on Nest { a: ok self { a: ok a: okNN } }', '{ echo(filter: {region: "a", tags: ["x"]}) echo(filter: {region: "a", tags: "x"}) }', '{ echo(tier: GOLD) echo(tier: SILVER) }', '{ echo(bool: true) echo(bool: false) }',
    '{ search(text: "a") { ... on Account { x: id } ... on Member { x: tier } } }', '{ echo(str: "a") echo(str: """a""") }', '{ search(text: "a") { ... on PointsAccount { a: id } ... on CashAccount { a: owner { id } } } }',
  ],
  UniqueInputFieldNamesRule: ['{ echo(filter: {region: "a", region: "b"}) }', '{ echo(filter: {region: "a", name: "b", name: "c", name: "d"}) }', '{ echo(filter: {region: "a", nested: {region: "b", region: "c"}}) }', '{ echo(by: {id: 1, id: 2}) }', '{ echo(str: {a: 1, a: 2}) }', '{ nope(a: {b: 1, b: 2}) }', 'query ($a: MemberFilter = {region: "a", region: "b"}) { echo(filter: $a) }', '{ echo(filters: [{region: "a", region: "b"}, {region: "c", region: "d"}]) }'],
};

const valid = [
  'query ($a: Boolean = null) { echo(filter: {region: "x", active: $a}) }',
  '{ nest { ok } }', '{ a: nest { ok } b: nest { ok } }', '{ nest { ok ok ok } }', '{ nest { ok } nest { okNN } }', '{ echo(int: 1) echo(int: 1) }', '{ echo(int: 1, str: "a") echo(str: "a", int: 1) }', '{ echo(filter: {region: "a", name: "b"}) echo(filter: {name: "b", region: "a"}) }', '{ echo(str: "\\u0041") echo(str: "A") }',
  '{ search(text: "a") { ... on PointsAccount { x: balance } ... on CashAccount { x: balance } } }', '{ search(text: "a") { ... on Member { a: id } ... on CashAccount { a: id } } }', '{ search(text: "a") { ... on PointsAccount { a: owner { id } } ... on CashAccount { a: owner { name } } } }', 
  '{ search(text: "a") { ... on Node { id } ... on Account { balance } ... on Member { name } __typename } }', '{ node(id: "m1") { ... on SearchResult { ... on Member { name } } } }', '{ node(id: "a1") { ... on Account { ... on PointsAccount { points } } } }', '{ ...F ...F } fragment F on Query { nest { ok } }', '{ ...A } fragment A on Query { ...B } fragment B on Query { nest { ...C } } fragment C on Nest { ok }',
  '{ nest @tag(name: "a") @tag(name: "b") { ok @tag(name: "c", weight: null) } }', '{ nest @skip(if: false) @include(if: true) { ok } }', 'query Q($a: Int @tag(name: "x") @tag(name: "y")) @tag(name: "z") { echo(int: $a) }', '{ ... @tag(name: "x") { nest { ok } } ...F @tag(name: "y") } fragment F on Query @tag(name: "z") { nest { ok } }',
  'query ($a: Int = 1) { required(a: $a, b: "x") }', 'query ($a: Int!) { required(a: $a, b: "x") }', 'query ($a: Int) { echo(intNN: $a) }', 'query ($a: Boolean) { echo(filter: {region: "x", active: $a}) }', 'query ($a: [Int!]!) { echo(list: $a) }', 'query ($a: [[Int!]!]!) { echo(matrix: $a) }', 'query ($a: Tier!) { echo(tiers: [$a]) }', 'query ($a: ID!) { echo(by: {id: $a}) }', 'query ($a: MemberBy!) { member(by: $a) { id } }', 'query ($a: MemberBy) { echo(by: $a) }', 'query ($a: MemberFilter!) { echo(by: {filter: $a}) }',
  'query A { nest { ok } } query B { nest { ok } }', 'query A { nest { ok } } mutation B { reset } subscription C { tick { ok } }', 'subscription { tick { ok } }', 'subscription { ...F } fragment F on Subscription { tick { ok self { ok } } }', 'subscription S { tick { ok } tick { okNN } }', 'query ($a: Int, $b: Int) { ...F } fragment F on Query { echo(int: $a, intDefault: $b) }', 'query A($a: Int) { ...F } query B($a: Int) { ...F } fragment F on Query { echo(int: $a) }',
  '{ __typename }', '{ __schema { queryType { name } } }', '{ __type(name: "Nest") { name } }', '{ nest { __typename self { __typename } } }', '{ search(text: "a") { __typename } }', '{ node(id: 1) { __typename id } }', 'mutation { __typename }', '{ echo(int: null, str: null, list: null, tier: null, filter: null, by: null) }', '{ echo(filter: {region: "a", old: 1}) }', '{ members { oldName } }', '{ echo(tier: LEGACY) }', '{ echo(list: 1, matrix: 1, tiers: GOLD, filters: {region: "a"}) }', '{ echo(matrix: [1, [2], null]) }', '{ echo(float: 1, id: 1) }',
];

export default [
  ...Object.entries(rules).flatMap(([rule, documents]) => documents.map((query) => ({ query, breaks: rule }))),
  ...valid.map((query) => ({ query, breaks: null })),
];
