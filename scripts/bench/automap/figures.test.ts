import { expect, test } from 'vitest'
import { figuresOf } from './figures.ts'
import { noUsage } from './goal-mapper.ts'
import type { AutomapRow } from './measure-goal.ts'
import { reliabilityOf } from './reliability.ts'

const none = { right: 0, proposed: 0, wanted: 0 }
const row: AutomapRow = {
  id: 'a',
  provider: 'p',
  wording: 'goal',
  names: true,
  kind: 'read',
  gold: 'query a',
  rank: 1,
  offered: 9,
  isOffered: true,
  top: [],
  mode: 'deterministic',
  mapped: 'query a',
  reasons: [],
  isRight: true,
  isGold: true,
  lines: { arguments: { right: 1, proposed: 1, wanted: 2 }, outputs: { right: 2, proposed: 2, wanted: 2 } },
  wrongLines: [],
  given: null,
  isExact: false,
  compiles: true,
  confidence: 0.95,
  strength: 'strong',
  lookup: null,
  fixed: { right: 1, proposed: 1, wanted: 2 },
  isLookupRight: null,
  open: 0,
  writes: false,
  usage: noUsage,
  fallback: null,
  unknownNames: [],
  queryMs: 1,
  draftMs: 2,
}
const wrong = { isRight: false, isGold: false, mapped: 'mutation b', writes: true, compiles: false } as const
const abstained = { ...wrong, mapped: null, writes: false } as const

const rows: readonly AutomapRow[] = [
  row,
  {
    ...row,
    ...wrong,
    rank: 4,
    unknownNames: ['body.nope'],
    lines: { arguments: { right: 0, proposed: 2, wanted: 2 }, outputs: { right: 0, proposed: 0, wanted: 2 } },
  },
  // An alternative: right, but its lines have no labels.
  { ...row, isGold: false, lines: { arguments: { right: 0, proposed: 9, wanted: 9 }, outputs: none } },
  { ...row, ...abstained, rank: null, isOffered: false, lines: { arguments: none, outputs: none } },
  { ...row, ...abstained, kind: 'none', gold: null, rank: null, isOffered: false },
  { ...row, ...wrong, kind: 'none', gold: null, rank: null, isOffered: false },
]

test('counts what is right, of what it says', () => {
  expect(figuresOf(rows)).toEqual({
    served: 4,
    unserved: 2,
    ranked1: 50,
    ranked3: 50,
    ranked10: 75,
    offered: 75,
    drafted1: 50,
    arguments1: 50,
    outputs1: 100,
    // One right, three proposed and four wanted; two right, two proposed and four wanted.
    argumentsF1: 28.6,
    outputsF1: 66.7,
    givenArguments1: null,
    givenOutputs1: null,
    givenArgumentsF1: null,
    givenOutputsF1: null,
    // One of two, of the two drafts that take the labelled operation; only one of these says nothing of it.
    fixed1: 50,
    lookups1: null,
    silent: 1,
    exact: 0,
    compiles: 50,
    lookups: 0,
    abstainPrecision: 50,
    abstainRecall: 50,
    effectRight: 66.7,
    writesForReads: 1,
    hallucinated: 1,
    promptTokens: 0,
    completionTokens: 0,
    calls: 0,
    queryP50Ms: 1,
    queryP95Ms: 1,
    draftP50Ms: 2,
    draftP95Ms: 2,
  })
})

test('a share of nothing is no number', () => {
  const { ranked1, exact, abstainRecall, queryP95Ms } = figuresOf([])
  expect([ranked1, exact, abstainRecall, queryP95Ms]).toEqual([null, null, null, null])
})

test('counts strong drafts, and how many drafts of each confidence are right', () => {
  const { bins, ...strong } = reliabilityOf([
    row,
    { ...row, confidence: 0.55, strength: 'fair' },
    { ...row, ...wrong, confidence: 1 },
    { ...row, kind: 'none', confidence: 0.15, strength: 'weak' },
    { ...row, mapped: null, isRight: false, confidence: null, strength: null },
  ])
  expect(bins.filter(({ drafts }) => drafts > 0)).toEqual([
    { confidence: '0.1-0.2', drafts: 1, right: 0 },
    { confidence: '0.5-0.6', drafts: 1, right: 1 },
    { confidence: '0.9-1.0', drafts: 2, right: 1 },
  ])
  expect(strong).toEqual({ strong: 2, strongRight: 50, strongInterval: [9.5, 90.5], strongOfRight: 50 })
})
