import type { Credential, TokenDoor } from '@bindery/connection'
import type { EnvironmentRow } from '@bindery/store'
import type { SlotPlace } from './places.ts'

export interface GrantKey extends SlotPlace {
  readonly kind: string
}

/** A slot that holds a grant, and how to read it. */
export interface GrantPlace {
  readonly key: GrantKey
  readonly door: TokenDoor
  readonly parse: (slot: EnvironmentRow) => Credential
}
