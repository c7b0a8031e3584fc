// Documents for the printer: everything that the grammar of September 2025 has, in places where a printer could lose it.
const q = '"""';

export const typeSystems = [
  `${q}Of all\n\n  indented\n${q} schema @a @b(c: [1, {d: $}]) { query: Q mutation: M subscription: S }`.replace('$', 'E'),
  'extend schema @a', 'extend schema { mutation: M }', 'extend schema @a @b { subscription: S }',
  'scalar A', '"d" scalar A @specifiedBy(url: "https://example.test/\\u00e9")', 'extend scalar A @a',
  'type A', 'type A implements B', 'type A implements & B & C @a', 'type A @a', '"" type A { "" a: Int }', 'extend type A implements B', 'extend type A @a', 'extend type A { a: Int }', 'extend type A implements B & C @a { a: Int }',
  'type A { a: Int b(c: Int): [Int!]! "d" e("f" g: [[Int]!] = [[1], null] @a, h: E = F @deprecated): String! @deprecated(reason: "x") }',
  `type A { ${q}one${q} a(${q}two\n  three${q} b: Int): Int }`,
  'type type { input: query fragment(on: mutation = schema): extend interface: enum }',
  'interface A', 'interface A implements B & C { a: Int }', 'extend interface A { a(b: I = {c: 1, d: "e", f: [G, $h], i: null, j: true}): Int }'.replace('$h', 'H'), 'extend interface A @a', 'extend interface A implements B',
  'union A', 'union A = B', 'union A = | B | C', '"d" union A @a = B | C', 'extend union A = B', 'extend union A @a', 'extend union A @a = B',
  'enum A', 'enum A { B }', 'enum A { "d" B @deprecated C @a @a D }', 'extend enum A { B }', 'extend enum A @a',
  'input A', 'input A { a: Int = 1 @a b: [Int!]! = [1, -2] c: F = -1.5e-10 "d" d: S = "" e: S = "\\"\\\\\\n\\t\\u0001" }', 'input A @oneOf { a: Int b: String }', 'extend input A { a: Int }', 'extend input A @a',
  'directive @a on FIELD', '"d" directive @a("e" b: Int = 1 @c, f: [S!]) repeatable on | QUERY | MUTATION | SUBSCRIPTION | FIELD | FRAGMENT_DEFINITION | FRAGMENT_SPREAD | INLINE_FRAGMENT | VARIABLE_DEFINITION',
  'directive @a on SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION', 'directive @repeatable repeatable on FIELD',
  'type A { a: Int } extend type A { b: Int } { a } query Q { b } fragment F on A { c }',
];

// Block strings keep their text through a printer only when it knows what reading them takes away.
const texts = [
  '', 'a', ' a', 'a ', '  a\\n  b'.replace('\\n', '\n'), '\n', 'a\n', '\na', 'a\n\n\nb', 'a\n  b\n c', '"', 'a"', '""', '\\"""', 'a\\"""b', 'a\\', '\\', 'a\\\\', '\\n', '\t', '\ta\n\tb', 'a\n\tb', 'é 😀', '#', '{', ' \n \n a \n ', '" a', ' "a"', 'a\r\nb', 'a\rb', '\u007f', '\u2028', 'a\u0000b',
];
const blocks = texts.filter((text) => !/(^|[^\\])"""|(^|[^\\])"$|\\$|""$/.test(text) && !text.includes('\u0000')).flatMap((text) => [`{ a(b: ${q}${text}${q}) }`, `${q}${text}${q} type A`, `type A { ${q}${text}${q} a(${q}${text}${q} b: S = ${q}${text}${q}): S }`]);
const strings = [...texts, '"""', 'a"""', '\\', 'a\\', '\u0001\u001f\u0080', '</script>', '+&\'<>'].flatMap((text) => [`{ a(b: ${JSON.stringify(text)}) }`, `${JSON.stringify(text)} type A`]);

export const executables = [
  '{ a }', 'query { a }', 'query A { a }', 'query ($a: Int) { a }', 'query A($a: Int = 1 @b, $c: [[I!]]! @d @e(f: 1), $g: I = {h: [E, null, true]}) @j @k(l: $a) { a }',
  'mutation M @a { b }', 'subscription { a }', 'query query($query: query = on) { on fragment }',
  '{ a: b(c: $d, e: [$f, {g: $h, i: []}], j: {}) @k @l(m: "n") { o ...P ... on Q @r { s } ... @t { u } ...v @w } }', 'fragment A on B @c { d }', '{ a(b: -0, c: 0.0, d: 1E5, e: 1e-5, f: 123456789012345678901234567890) }',
  '"d" query A { a }', `${q}d\n  e${q} mutation A { a }`, '"d" fragment A on B { c }', 'query A("d" $a: Int = 1, "e" $b: S) { a }', '{ a { b { c { d { e(f: """g\n  h\ni""") } } } } }',
  ...strings, ...blocks,
];
