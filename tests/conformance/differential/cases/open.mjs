// Where the two sides are known to differ, each with the reason; README.md has the same list for readers. What our side
// does is checked all the same: `data` is what it answers, `refused` what the message of its error contains.
const bs = '\\';

export default [
  {
    why: 'A literal beyond the finite numbers is refused (section 3.5.2); graphql-js takes it for infinity.',
    cases: [{ query: '{ echo(float: 1e999) }', refused: 'Float' }, { query: '{ echo(float: -1e999) }', refused: 'Float' }],
  },
  {
    why: 'Braced escapes may have leading zeros (section 2.9.4); graphql-js stops at eight digits.',
    cases: [{ query: `{ echo(str: "${bs}u{000000041}") }`, data: '"str":"A"' }, { query: `{ echo(str: "${bs}u{${'0'.repeat(100)}1F600}") }`, data: '"str":"😀"' }],
  },
  {
    why: 'Half a surrogate pair is no Unicode text, so the JSON around the document is refused before the document is read.',
    cases: ['{ echo(str: "\ud83d") }', '{ echo(str: "\ude00") }', '{ echo(str: """\ud83d""") }', '# \ud83d\n{ nest { ok } }'].map((query) => ({ query, refused: 'not Unicode' })),
  },
  {
    why: 'Integers in variables keep all their digits where the scalar does; graphql-js has only what a JavaScript number keeps.',
    cases: [{ query: 'query ($v: ID) { echo(id: $v) }', variables: '{"v":12345678901234567890}', data: '"id":"12345678901234567890"' }],
  },
  {
    why: 'A variable that is null is not true: @include leaves the field out, @skip does not (CollectFields, section 6.3.2); graphql-js fails the field.',
    cases: [
      { query: 'query ($v: Boolean = true) { nest @include(if: $v) { ok } echo(int: 1) }', variables: '{"v":null}', data: '"int":1' },
      { query: 'query ($v: Boolean = true) { nest @skip(if: $v) { ok } }', variables: '{"v":null}', data: '{"nest":{"ok":1}}' },
    ],
  },
  {
    why: 'Neither @skip nor @include may stand at the root of a subscription (section 5.2.4.1, since 2025).',
    cases: [
      'subscription { tick @skip(if: true) { ok } }', 'subscription { tick @include(if: true) { ok } }', 'subscription ($a: Boolean!) { tick @skip(if: $a) { ok } }', 'subscription { ... @include(if: true) { tick { ok } } }',
      'subscription { ...F @skip(if: false) } fragment F on Subscription { tick { ok } }', 'subscription { ...F } fragment F on Subscription { tick @include(if: true) { ok } }',
    ].map((query) => ({ query, refused: 'directive' })),
  },
  {
    why: 'A nullable variable may not stand in a OneOf input object (section 5.8.5), also where the position is non-null; graphql-js overlooks that.',
    cases: [{ query: 'query ($a: Int) { member(by: {number: $a}) { id } }', refused: 'OneOf' }, { query: 'query ($a: ID) { member(by: {id: $a}) { id } }', refused: 'OneOf' }],
  },
  {
    why: 'includeDeprecated and the reason of @deprecated are non-null (sections 4.2 and 3.13.3, since 2025); graphql-js lets them be null.',
    cases: [
      { query: '{ __type(name: "Tier") { enumValues(includeDeprecated: null) { name } } }', refused: 'null' },
      { query: '{ __type(name: "__Field") { fields { args { name type { kind ofType { name } } } } } }', data: '"name":"includeDeprecated","type":{"kind":"NON_NULL","ofType":{"name":"Boolean"}}' },
    ],
  },
  {
    why: 'Directives cannot be deprecated in September 2025; graphql-js has that from the draft after it.',
    cases: [{ query: '{ __schema { directives(includeDeprecated: true) { name } } }', refused: 'includeDeprecated' }, { query: '{ __schema { directives { isDeprecated } } }', refused: 'isDeprecated' }],
  },
];
