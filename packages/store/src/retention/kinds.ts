/** How long something is kept, in days: until somebody says otherwise, and within which bounds they may. */
export interface RetentionKind {
  readonly about: string
  readonly standard: number
  readonly least: number
  readonly most: number
}

const most = 3650

/** What an organisation may set. The defaults fit a company that has to answer for a year, and be able to look back for two. */
export const retentionKinds = {
  executions: {
    about: 'Records of runs: gates, what was sent without its secrets, what came back',
    standard: 90,
    least: 1,
    most,
  },
  idempotencyKeys: {
    about: 'Keys of writes whose records are gone, so that none is made again under its key',
    standard: 400,
    least: 30,
    most,
  },
  audit: { about: 'Entries of the audit log', standard: 730, least: 30, most },
  confirmations: { about: 'Calls that people were asked about', standard: 90, least: 1, most },
  conversations: {
    about: 'How often a conversation used a skill, since its last call',
    standard: 30,
    least: 1,
    most,
  },
  catalogs: {
    about: 'Earlier catalogs of providers, and compiled skills, that nothing needs any more',
    standard: 180,
    least: 1,
    most,
  },
  jobs: {
    about: 'Discoveries and what they told; the last of each environment stays',
    standard: 90,
    least: 1,
    most,
  },
  changes: {
    about: 'Changes of providers that are past, or were applied to the skill',
    standard: 365,
    least: 1,
    most,
  },
  drafts: {
    about: 'Drafts that wait for nobody, with what was said of their lines',
    standard: 365,
    least: 1,
    most,
  },
  deliveries: { about: 'Messages to webhooks that were delivered or given up', standard: 30, least: 1, most },
} as const satisfies Readonly<Record<string, RetentionKind>>

export type RetentionKindName = keyof typeof retentionKinds

export const isRetentionKind = (name: string): name is RetentionKindName =>
  Object.hasOwn(retentionKinds, name)

export const retentionKindNames: readonly RetentionKindName[] =
  Object.keys(retentionKinds).filter(isRetentionKind)
