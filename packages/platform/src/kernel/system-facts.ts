import type { RestoredStore } from '@bindery/store'

/** A setting of the server: where its value comes from, and the value unless it is a secret. */
export interface SettingFact {
  readonly name: string
  /** What it is for, in one line. */
  readonly about: string
  readonly from: 'environment' | 'default'
  /** Undefined for secrets, and where there is none. */
  readonly value: string | undefined
  readonly isSecret: boolean
}

export interface SystemCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail?: string
}

/** The language model as far as it is known without asking it anything. */
export interface ModelFact {
  readonly name: string
  /** Origin and path of the server that it is asked at. */
  readonly address: string
  /** What came of the last question of this process; undefined before the first. */
  readonly last: { readonly at: Date; readonly result: 'answered' | 'failed' } | undefined
}

/** What a server is, how it was set up, and how it does. */
export interface SystemFacts {
  readonly node: string
  readonly startedAt: Date
  readonly store: { readonly kind: 'embedded' | 'server'; readonly bytes: number }
  /** What its epoch began with; undefined for a store that was never restored. */
  readonly restored: RestoredStore | undefined
  readonly settings: readonly SettingFact[]
  readonly model: ModelFact | undefined
  /** Private addresses that may be reached, as they were given. */
  readonly egressAllow: readonly string[]
  readonly checks: readonly SystemCheck[]
}

/** Describes the server that it belongs to. */
export interface SystemReport {
  describe(): Promise<SystemFacts>
}
