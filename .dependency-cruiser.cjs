/* Who may import whom. The rooms are described in docs/decisions/0001-rooms.md; a circle is always a fault. */
const room = (name) => `^server/${name}/`
const otherRooms = (...allowed) => ({ path: '^server/[^/]+/', pathNot: allowed.map(room) })

/** A test may bring whatever it wants to see at work together. */
const TEST = '\\.test\\.ts$'

/** They describe each other: a kind begins with clauses, a document's fields name its kind. */
const KIND = '^src/lib/document/(kinds?|usual-parts|model)[.]ts$'

/** In a plan of floors: every file and folder of the room that is not named. */
const REST = 'the rest'

/**
 * Rules for the order within a room. `plan` names its floors, the lowest first, and on each its folders ("nodes/") and files
 * ("read.ts"). Whatever stands on a floor may import what stands below it, and no folder beside it. The files `namingTypes`
 * spell out what the room is handed from outside: they may name types of every floor, and take no value.
 */
const floors = (name, root, plan, { namingTypes = [] } = {}) => {
  const named = plan.flat().filter((one) => one !== REST)
  const exactly = (one) => (one === REST ? `(?!${named.join('|')})` : one)
  const anyOf = (all) => `(?:${all.map(exactly).join('|')})`
  const exempt = namingTypes.map((file) => `^${root}/${file}$`)
  const upwards = plan.slice(0, -1).map((floor, at) => ({
    name: `${name}-order-${at + 1}`,
    comment: `Floor ${at + 1} (${floor.join(', ')}) may not import a floor above it.`,
    severity: 'error',
    from: { path: `^${root}/${anyOf(floor)}`, pathNot: [TEST, ...exempt] },
    to: { path: plan.slice(at + 1).map((above) => `^${root}/${anyOf(above)}`) },
  }))
  const beside = plan.map((floor, at) => ({
    name: `${name}-beside-${at + 1}`,
    comment: `The folders of floor ${at + 1} (${floor.join(', ')}) do not know each other.`,
    severity: 'error',
    from: { path: `^${root}/(?=${anyOf(floor)})([^/]+)/`, pathNot: TEST },
    to: { path: `^${root}/(?=${anyOf(floor)})[^/]+/`, pathNot: `^${root}/$1/` },
  }))
  const types = namingTypes.map((file) => ({
    name: `${name}-${file}-names-types-only`,
    severity: 'error',
    from: { path: `^${root}/${file}$` },
    to: { path: `^${root}/[^/]+/`, dependencyTypesNot: ['type-only'] },
  }))
  return [...upwards, ...beside, ...types]
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'By types too, but for the few files that say what a kind of document is: see ADR 1.',
      from: { pathNot: KIND },
      to: { circular: true },
    },
    {
      name: 'no-circles-of-values',
      severity: 'error',
      from: { path: KIND },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-packages-we-ask-for',
      comment: 'What is imported stands in package.json itself; it did not merely come with another package.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-imports-routes',
      severity: 'error',
      from: { pathNot: '^src/routes/' },
      to: { path: '^src/routes/' },
    },
    {
      name: 'document-is-pure',
      comment: 'What a document IS: no DOM, no database, no Node, no other room.',
      severity: 'error',
      from: { path: '^src/lib/document/', pathNot: TEST },
      to: {
        path: ['^src/(?!lib/(document/|clients[.]ts|limits[.]ts|own[.]ts))', '^server/'],
        dependencyTypesNot: ['npm'],
      },
    },
    {
      name: 'document-needs-no-node',
      severity: 'error',
      from: { path: '^src/lib/document/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'collab-stands-alone',
      comment: 'Store, clock and authoriser are handed in. Of documents it knows which characters no page writes.',
      severity: 'error',
      from: { path: '^server/collab/' },
      to: {
        path: [
          '^server/(?!collab/)',
          '^src/(?!lib/(collab/|clients[.]ts|document/letters[.]ts))',
          'node_modules/@sveltejs/',
        ],
      },
    },
    {
      name: 'bytes-know-no-room',
      comment: 'What reads and writes the bytes of Yjs and of the wire knows nothing of people, sockets and drafts.',
      severity: 'error',
      from: { path: '^server/collab/bytes/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/collab/(?!bytes/)' },
    },
    {
      name: 'browser-code-stays-out-of-the-server',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^server/' },
    },
    {
      name: 'server-does-not-draw',
      severity: 'error',
      from: { path: '^server/', pathNot: TEST },
      to: { path: '^src/(lib/(editor|ui)|routes)/' },
    },
    ...[
      'review',
      'drafts',
      'issue',
      'registry',
      'import',
      'images',
      'news',
      'roster',
      'templates',
      'suggest',
      'versions',
      'companion',
    ].map((name) => ({
      name: `${name}-uses-only-the-ground-floor`,
      comment: 'These rooms meet in app.ts, not in each other.',
      severity: 'error',
      from: { path: room(name) },
      to: otherRooms(name, 'database', 'access', 'audit', 'compute'),
    })),
    // docs/decisions/0011-editor.md
    ...floors('editor', 'src/lib/editor', [
      ['types.ts', 'message.ts', 'held-text.ts'],
      ['core/'],
      ['structure/'],
      [REST],
      ['desk/', 'broken/', 'finalize/', 'versions/'],
    ]),
    // From the words of a document to what is checked, printed and stored.
    ...floors('document', 'src/lib/document', [
      [REST],
      // Comparing two rows of anything knows nothing of documents: what is suggested needs it as well.
      ['nodes/', 'compare/sequence.ts'],
      ['numbering.ts', 'references.ts', 'titled.ts', 'schema.ts', 'shared-form.ts', 'seed.ts'],
      ['print/', 'sound/'],
      [
        'print.ts',
        'register-form.ts',
        'read.ts',
        'begin-again.ts',
        'recipient-names.ts',
        'receivers.ts',
        'column-fit.ts',
        'parse/',
        'drawn/',
        'testing.ts',
        'suggest/',
      ],
      ['parse.ts', 'long-fields.ts', 'judge.ts', 'check/', 'compare/(?!sequence)'],
    ]),
    // From certificates and what is stored to the verbs.
    ...floors(
      'issue',
      'server/issue',
      [
        ['pki/'],
        [
          'handed-in.ts',
          'ground.ts',
          ...['draft.ts', 'steps.ts', 'generations.ts', 'revision.ts', 'stored.ts', 'turns.ts'],
          ...['register.ts', 'examine.ts', 'drawn.ts', 'fonts.ts'],
        ],
        ['typeset/', 'sign/', 'verify/', 'providers/'],
        ['keys/', 'word/', 'images.ts', 'ready.ts', 'trial.ts'],
        ['pages/'],
        [REST],
      ],
      { namingTypes: ['handed-in.ts', 'ground.ts'] },
    ),
    {
      name: 'companion-is-small',
      comment: 'A program for other people’s PCs: what it shares with the server is how one speaks with a token.',
      severity: 'error',
      from: { path: '^companion/', pathNot: TEST },
      to: { path: ['^server/(?!issue/(providers/pkcs11|pki)/)', '^src/(?!lib/(companion/protocol|errors)[.]ts)'] },
    },
    {
      name: 'companion-stands-outside',
      severity: 'error',
      from: { path: '^(src|server)/', pathNot: TEST },
      to: { path: '^companion/' },
    },
    {
      name: 'audit-is-the-floor',
      severity: 'error',
      from: { path: room('audit') },
      to: otherRooms('audit', 'database'),
    },
    {
      name: 'access-is-the-floor',
      severity: 'error',
      from: { path: room('access') },
      to: otherRooms('access', 'database', 'audit'),
    },
    { name: 'database-is-the-floor', severity: 'error', from: { path: room('database') }, to: otherRooms('database') },
    {
      name: 'compute-is-the-floor',
      comment: 'The works themselves stand in their rooms, and meet in works.ts.',
      severity: 'error',
      from: { path: room('compute') },
      to: { path: '^(server|src)/', pathNot: ['^server/compute/', '^src/lib/errors\\.ts$'] },
    },
    {
      name: 'only-app-knows-all',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(app|worker)\\.ts$' },
      to: { path: '^server/(app|works|worker)\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^build/', '^tests/artifacts/', '\\.svelte-kit/', 'src/lib/paraglide/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.json'] },
  },
}
