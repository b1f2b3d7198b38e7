// @ts-check
/**
 * What the collaboration server is to reach, against its peers in the same run: the rows of the issue. `of` names the
 * peer and the factor; without it, `atMost` is absolute.
 * `keys`: where a peer's own figure has another name.
 * @typedef {{ scenario: string, key: string, keys?: Record<string, string>, what: string, more?: boolean, of?: Record<string, number>, atMost?: number, unit?: string }} Target
 */

/** Its acknowledgement comes before the disk. */
const HOCUSPOCUS = { 'hp-pg': 'lostAcked' }

/** @type {Target[]} */
export const TARGETS = [
  { scenario: 'crash', key: 'lostDurable', keys: HOCUSPOCUS, what: 'confirmed edits lost at kill -9', atMost: 0 },
  {
    scenario: 'crash-busy',
    key: 'lostDurable',
    keys: HOCUSPOCUS,
    what: 'confirmed edits lost at kill -9, 1,000 keys/s',
    atMost: 0,
  },
  { scenario: 'human-200x2', key: 'durableAckP50', what: 'confirmation p50 at 2,000 keys/s', atMost: 3, unit: 'ms' },
  { scenario: 'human-200x2', key: 'durableAckP99', what: 'confirmation p99 at 2,000 keys/s', atMost: 12, unit: 'ms' },
  { scenario: 'load-paper', key: 'falseSync', what: 'synced before the content is there', atMost: 0 },
  { scenario: 'load-pm100', key: 'falseSync', what: 'synced before the content is there, 100 pages', atMost: 0 },
  { scenario: 'storm-blip', key: 'reuploads', what: 're-uploads in a storm', atMost: 0 },
  { scenario: 'human-1x2', key: 'p50', what: 'typing 1x2 p50', of: { yws: 1.3, 'hp-pg': 0.95 }, unit: 'ms' },
  { scenario: 'human-1x50', key: 'p50', what: 'typing 1x50 p50', of: { yws: 1.3, 'hp-pg': 0.95 }, unit: 'ms' },
  { scenario: 'human-50x4', key: 'p50', what: 'typing 50x4 p50', of: { yws: 1.3, 'hp-pg': 0.95 }, unit: 'ms' },
  { scenario: 'human-200x2', key: 'p50', what: 'typing 200x2 p50', of: { yws: 1.3, 'hp-pg': 0.95 }, unit: 'ms' },
  {
    scenario: 'flood-1x50',
    key: 'delivPerS',
    what: 'flood 1x50',
    more: true,
    of: { 'hp-pg': 1.5, 'limit-ws': 5 },
    unit: '/s',
  },
  {
    scenario: 'flood-50x4',
    key: 'delivPerS',
    what: 'flood 50x4',
    more: true,
    of: { 'hp-pg': 2, yws: 2, 'limit-ws': 0.65 },
    unit: '/s',
  },
  {
    scenario: 'flood-200x2',
    key: 'delivPerS',
    what: 'flood 200x2',
    more: true,
    of: { 'hp-pg': 2, yws: 2, 'limit-ws': 0.65 },
    unit: '/s',
  },
  {
    scenario: 'human-200x2',
    key: 'cpuUsPerDeliv',
    what: 'CPU a delivery, 200x2 at the pace of people',
    of: { 'hp-pg': 1.1 },
    unit: 'µs',
  },
  {
    scenario: 'human-50x4',
    key: 'cpuUsPerDeliv',
    what: 'CPU a delivery, 50x4 at the pace of people',
    of: { 'hp-pg': 1.1 },
    unit: 'µs',
  },
  { scenario: 'flood-4x4-pm100', key: 'cpuUsPerEdit', what: 'CPU a key, 100 pages', of: { 'hp-pg': 0.2 }, unit: 'µs' },
  { scenario: 'load-pm100', key: 'coldMs', what: 'cold load, 100 pages', of: { 'hp-pg': 0.25 }, unit: 'ms' },
  { scenario: 'load-pm100', key: 'warmMs', what: 'warm load, 100 pages', of: { yws: 0.4 }, unit: 'ms' },
  { scenario: 'neighbour-cold', key: 'p99', what: "strangers' p99 while 100 pages load", atMost: 15, unit: 'ms' },
  // Between its 20 and 320 drafts the process that squashes texts begins, too, some 65 MB once. From 320 to 620: 133 kB each.
  { scenario: 'mem-doc', key: 'kbEach', what: 'memory of an idle 10-page draft', atMost: 195, unit: 'kB' },
  { scenario: 'mem-conn', key: 'kbEach', what: 'memory of an idle connection', of: { 'hp-pg': 0.6 }, unit: 'kB' },
  { scenario: 'storm-blip', key: 'allConvergedMs', what: 'storm: 500 come back', of: { 'hp-pg': 0.6 }, unit: 'ms' },
  { scenario: 'storm-cold', key: 'allSyncedMs', what: 'storm: 500 open one draft', of: { 'hp-pg': 0.3 }, unit: 'ms' },
  {
    scenario: 'storm-restart',
    key: 'allConvergedMs',
    what: 'storm: 500 after a restart',
    of: { 'hp-pg': 0.5 },
    unit: 'ms',
  },
  { scenario: 'slow-client', key: 'cutOff', what: 'a reader that stalls is cut off', more: true, atMost: 1 },
]
