// Section 2: what is a document, and what its values mean. `str` shows a string as it was read.
const str = (literal) => `{ echo(str: ${literal}) }`;
const bs = '\\';

const strings = [
  '""', '"a"', '" a "', `"${bs}""`, `"${bs}${bs}"`, `"${bs}/"`, `"${bs}b${bs}f${bs}n${bs}r${bs}t"`, '"/"', '"\t"', '"é"', '"😀"', '"\u2028"',
  '"\u0000"', '"\u0007"', '"\u007f"', '"\ufeff"', '"\uffff"', `"${bs}u0041"`, `"${bs}u00e9"`, `"${bs}u00E9"`, `"${bs}ud83d${bs}ude00"`,
  `"${bs}uD83D${bs}uDE00"`, `"${bs}u{41}"`, `"${bs}u{0041}"`, `"${bs}u{1F600}"`, `"${bs}u{01F600}"`, `"${bs}u{10FFFF}"`, `"${bs}u{0}"`,
  `"${bs}u0000"`, `"${bs}u{110000}"`, `"${bs}u{D83D}"`, `"${bs}ud83d"`, `"${bs}ude00"`, `"${bs}ud83dx"`,
  `"${bs}ud83d${bs}u0041"`, `"${bs}ude00${bs}ud83d"`, `"${bs}u{}"`, `"${bs}u{"`, `"${bs}u{4"`, `"${bs}u{zz}"`, `"${bs}u{FFFFFFFFF}"`, `"${bs}u"`,
  `"${bs}u12"`, `"${bs}u123"`, `"${bs}uXYZW"`, `"${bs}u+123"`, `"${bs}u 123"`, `"${bs}x41"`, `"${bs}a"`, `"${bs}0"`, `"${bs}'"`, `"${bs}U0041"`,
  `"${bs} "`, `"${bs}`, `"${bs}u{41"`, `"${bs}ud83d${bs}u{de00}"`, `"${bs}u{d83d}${bs}u{de00}"`, `"${bs}u{ 41}"`, `"${bs}u{-1}"`,
  '"', '"a', '"a\n"', '"a\r"', '"a\r\n"', "'a'", '"a\'b"', '""""', '"a""b"', '"a" "b"', '"#not a comment"', '","', '"{"', '"$a"',
];
const blocks = [
  '""""""', '"""a"""', '""" a """', '"""\na\n"""', '"""\n  a\n    b\n  c\n"""', '"""\n\n  a\n\n  b\n\n"""', '"""a\n  b\n  c"""', '"""  a\n  b"""',
  '"""\n\ta\n\t\tb\n"""', '"""\n a\n\tb\n"""', '"""\r\n  a\r\n  b\r\n"""', '"""\r  a\r  b\r"""', '"""\n\r  a\n\r  b"""', '"""a\\nb"""', '"""a\\"b"""',
  '"""a\\"""b"""', '"""\\""""""', '"""\\\\"""', '"""a"b"""', '"""a""b"""', '""""a"""', '"""a""""', '"""a"""""', '"""\\u0041"""', '"""\\u{41}"""',
  '"""\t"""', '"""   """', '"""\n   \n"""', '"""\n   \n  a\n   \n"""', '"""a\n"""', '"""\n  a\n b\n   c\n"""', '"""a', '"""a"', '"""a""', '"""',
  '"""😀\n  é"""', '"""\u0000"""', '"""\u0007"""', '"""\u2028 a\n  b"""', '"""\u00a0a\n\u00a0b"""', '"""a\n\n\n   b\n\n\n"""',
  '"""\n"""', '"""\n\n\n"""', '"""#a"""', '"""{ } ( ) $ , """', '"""\n    a\n\n  \n      \n    b"""', '"""a\n b\n"""',
];
const numbers = [
  '0', '-0', '1', '-1', '00', '01', '-01', '007', '10', '2147483647', '2147483648', '-2147483648', '-2147483649', '1.', '.1', '1.0', '1.5', '-1.5',
  '1e3', '1E3', '1e+3', '1e-3', '1.0e0', '1e', '1e+', '1.e1', '1.1e', '+1', '--1', '- 1', '1a', '1_0', '0x1', '0b1', '1.0.0', '1..0', '1e1e1', '1ea',
  '0.1', '00.1', '0e0', '-0.0', '9007199254740991', '9007199254740992', '9007199254740993', '123456789012345678901234567890',
  '1e21', '1e-7', '0.000001', '1.7976931348623157e308', '5e-324', '4e-324', '1.0000000000000002', '0.1e1', '3.14159265358979', '1e0', '1.5e300',
  '-', '1 2', '0 1', '1,2', 'NaN', 'Infinity', '0.', '-.5', '1\u00e9', '1"a"', '1$a', '1.2.3', '١',
];
const marks = [
  '', ' ', '\n', '#', '# comment', ',', ',,,', '{', '}', '{}', '{ }', '{{ok}}', '{ nest }}', '{ nest { ok }', '{ nest { ok } } }', 'query', 'query {', 'query {}', 'query Q',
  'query Q { nest { ok } }', 'query query { nest { ok } }', 'query fragment { nest { ok } }', 'query on { nest { ok } }', 'query true { nest { ok } }',
  'Query { nest { ok } }', 'QUERY { nest { ok } }', 'querry { nest { ok } }', '{nest{ok}}', '{nest{ok,okNN}}', '{,nest,{,ok,,okNN,},}',
  '\ufeff{ nest { ok } }', '{ nest { ok } }\ufeff', '{\ufeffnest { ok } }', '\u00a0{ nest { ok } }', '{ nest\u00a0{ ok } }', '{ nest { ok } } \u200b', '\v{ nest { ok } }',
  '\f{ nest { ok } }', '\u2028{ nest { ok } }', '{ nest { ok } }\u0000', '\u0000', '{\tnest\t{\tok\t}\t}', '{\rnest\r{\rok\r}\r}', '{\r\nnest\r\n{\r\nok nope }}',
  '{\n\r\nnest { nope } }', '{\n\n  nest {\n    nope\n  }\n}', '{ # comment with "quote\n nest { ok } }', '{ nest { ok } } # end', '# 😀 é \u0007\n{ nest { ok } }',
  '#a\r#b\n{ nest { nope } }', '{ nest { ok } } query', '{ a: }', '{ a: nest: { ok } }', '{ a: b: c }', '{ : nest }', '{ nest: { ok } }', '{ a : nest { b : ok } }',
  '{ nest { ok: okNN } }', '{ nest() { ok } }', '{ echo() }', '{ echo(int 1) }', '{ echo(int: ) }', '{ echo(int:1 str:"a") }', '{ echo(int:1,,str:"a",) }', '{ echo(: 1) }', '{ echo(1: 1) }',
  '{ echo(int: 1 }', '{ echo int: 1) }', '{ echo(int = 1) }', '{ "a" }', '{ 1 }', '{ $a }', '{ @skip }', '{ ... }', '{ ...F }', '{ ...on }', '{ ... on { ok } }', '{ ...on Query }', '{ ...on Query {} }',
  '{ ...on Query { nest { ok } } }', '{ ... { nest { ok } } }', '{ ... @include(if: true) { nest { ok } } }', '{ ...@include(if: true) { nest { ok } } }', '{ .. F }', '{ . . . F }', '{ ....F }',
  '{ ...F } fragment F on Query { nest { ok } }', '{ ...on } fragment on on Query { nest { ok } }', 'fragment on on Query { nest { ok } }', 'fragment F Query { nest { ok } }', 'fragment F on { nest { ok } }',
  'fragment on Query { nest { ok } }', '{ ...F } fragment F on Query', '{ ...F } fragment F on Query {}', '{ ...F } fragment F on Query! { ok }', '{ ...F } fragment F on [Query] { ok }', '{ ...F } fragment F($a: Int) on Query { nest { ok } }',
  '{ ...query } fragment query on Query { nest { ok } }', '{ ...true } fragment true on Query { nest { ok } }', '{ ...null } fragment null on Query { nest { ok } }',
  'query ($a: Int) { echo(int: $a) }', 'query Q($a: Int) { echo(int: $a) }', 'query () { nest { ok } }', 'query ($) { nest { ok } }', 'query ($a) { nest { ok } }', 'query ($a Int) { echo(int: $a) }', 'query (a: Int) { nest { ok } }',
  'query ($a:) { nest { ok } }', 'query ($a: Int $b: Int) { echo(int: $a, intDefault: $b) }', 'query ($a: Int,, $b: Int,) { echo(int: $a, intDefault: $b) }', 'query ($ a: Int) { echo(int: $ a) }', 'query ($a: Int = $b) { echo(int: $a) }',
  'query ($a: Int = ) { echo(int: $a) }', 'query ($a: [Int) { echo(list: $a) }', 'query ($a: Int]) { echo(list: $a) }', 'query ($a: []) { echo(list: $a) }', 'query ($a: !Int) { echo(int: $a) }', 'query ($a: Int!!) { echo(int: $a) }',
  'query ($a: [[Int!]!]!) { echo(matrix: $a) }', 'query ($a: [Int!]) { echo(list: $a) }', 'query ($a: {Int}) { echo(int: $a) }', 'query ($a: Int = [$b]) { echo(int: $a) }', 'query ($a: MemberFilter = {region: $b}) { echo(filter: $a) }',
  'query ($a: Int @tag(name: "x")) { echo(int: $a) }', 'query ($a: Int = 1 @tag(name: "x")) { echo(int: $a) }', 'query ($a: Int @tag(name: $b)) { echo(int: $a) }', 'query ($query: Int) { echo(int: $query) }', 'query ($true: Int) { echo(int: $true) }',
  'query @tag(name: "x") { nest { ok } }', 'query Q @tag(name: "x") @tag(name: "y", weight: 2) { nest { ok } }', 'query Q($a: Int) @tag(name: "x", weight: $a) { nest { ok } }', '{ nest @tag(name: "x") { ok @tag(name: "y") } }',
  '{ nest @ tag(name: "x") { ok } }', '{ nest @tag { ok } }', '{ nest @tag() { ok } }', '{ nest @(name: "x") { ok } }', '{ nest { ok @@tag } }', '@tag(name: "x") { nest { ok } }',
  '{ echo(tier: true) }', '{ echo(tier: null) }', '{ echo(tier: $) }', '{ echo(tier: $null) }', '{ echo(list: [1 2 3]) }', '{ echo(list: [1,,2,]) }', '{ echo(list: [,]) }', '{ echo(list: [) }', '{ echo(list: ]) }', '{ echo(list: [1) }', '{ echo(list: (1)) }',
  '{ echo(filter: {}) }', '{ echo(filter: {,}) }', '{ echo(filter: {region}) }', '{ echo(filter: {region: }) }', '{ echo(filter: {"region": "x"}) }', '{ echo(filter: {region: "x" name: "y"}) }', '{ echo(filter: {region: "x",, name: "y",}) }', '{ echo(filter: {region: "x") }',
  '{ echo(filter: {query: "x", region: "y"}) }', '{ echo(str: "a" "b") }', '{ echo(str: """a""" """b""") }', '{ echo(int: & ) }', '{ echo(int: | ) }', '{ echo(int: ! ) }', '{ echo(int: = ) }', '{ nest { ok } } & ', '%', '?', '^', '~', '`', ';', '{ nest; }', '{ nest\\n }', '<html>', '{"query": "{nest{ok}}"}',
  'query A { nest { ok } } query B { nest { okNN } }', 'mutation { reset }', 'mutation M { reset }', 'mutation', 'mutation {}', 'subscription { tick { ok } }', 'subscription', 'subscription S($a: Int!) { countdown(from: $a) }', '{ nest { ok } } { nest { ok } }',
  'type T { a: Int }', '{ nest { ok } } type T { a: Int }', 'extend type Query { a: Int }', 'schema { query: Query }', 'extend schema @tag(name: "x")', 'scalar S', 'enum E { A }', 'input I { a: Int }', 'interface I { a: Int }', 'union U = A | B', 'union U = | A | B', 'union U =', 'union U',
  'directive @d on FIELD', 'directive @d(a: Int = 1) repeatable on | FIELD | QUERY', 'directive @d on NOWHERE', 'directive @d on', 'directive d on FIELD', 'enum E { true }', 'enum E { null A }', 'enum E {}', 'type T {}', 'type T', 'type T implements', 'type T implements A & B', 'type T implements & A & B', 'type T implements A, B { a: Int }',
  'type T implements A B', 'input I { a: Int = $b }', 'type T { a(b: Int = 1 c: [String!]!): Int @deprecated }', 'type T { a(): Int }', 'type T { a: }', 'extend', 'extend type T', 'extend scalar S', 'extend schema', 'extend enum E', 'extend input I', 'extend union U', 'extend interface I', 'extend directive @d on FIELD', 'extend query { a }',
  '"d" type T { "d" a("d" b: Int): Int }', '"""d""" scalar S', '"d" extend type T { a: Int }', '"d" schema { query: Query }', 'schema { }', 'schema { query }', 'schema { query: [Query] }', 'schema { other: Query }', '"d" enum E { "d" A }', '"d" "e" type T',
  '"d" { nest { ok } }', '"d" "d2" query { nest { ok } }', '"d"', '"""d"""', '{ "d" nest { ok } }', '{ nest("d" a: 1) { ok } }', 'extend "d" type T { a: Int }', 'type "d" T', 'interface A implements B & C { a: Int }', 'directive @d("d" a: Int) on FIELD',
  'type Query { a: Int } query { a }', 'subscription query { tick { ok } }', 'fragment F on Query { nest { ok } }', 'fragment F on Query @tag(name: "x") { nest { ok } } { ...F }', '{ nest { ok } } fragment F on Query { nest { ok } }',
];

// Since September 2025 operations, fragments and variables may have descriptions.
const described = [
  '"d" query { nest { ok } }', '"""\n  d\n"""\nquery Q { nest { ok } }', '"d" mutation { reset }', '"d" subscription { tick { ok } }', '"d" fragment F on Query { nest { ok } } query { ...F }', 'query ("d" $a: Int) { echo(int: $a) }',
  'query ("""d""" $a: Int = 1 "e" $b: Int) { echo(int: $a, intDefault: $b) }', '"d" query ("d" $a: Int!) { echo(int: $a) } "f" fragment F on Query { nest { ok } }',
];

const nested = (open, close, count, inside) => open.repeat(count) + inside + close.repeat(count);
const deep = [
  `{ echo(matrix: ${nested('[', ']', 50, '1')}) }`, `{ echo(list: ${nested('[', ']', 3, '')}) }`, `{ nest ${nested('{ self ', '}', 60, '{ depth }')} }`, `query ($a: ${nested('[', ']', 40, 'Int')}) { echo(list: $a) }`,
  `{ echo(filter: ${nested('{region: "x", nested: ', '}', 40, 'null')}) }`, `{ nest { ${'ok '.repeat(500)} } }`, `{ nest { ${Array.from({ length: 300 }, (_, i) => `a${i}: ok`).join(' ')} } }`, `{ nest ${nested('{ ... on Nest ', '}', 60, '{ depth }')} }`,
];

export default [
  ...[...strings, ...blocks].map(str), ...numbers.flatMap((n) => [`{ echo(int: ${n}) }`, `{ echo(float: ${n}) }`]), ...numbers.map((n) => `{ echo(id: ${n}) }`), ...numbers.map((n) => `{ echo(long: ${n}) }`), ...numbers.map((n) => `{ a${n}: echo }`),
  ...marks, ...described, ...deep,
].map((query) => ({ query }));
