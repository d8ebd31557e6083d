import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export interface RequestKey {
  readonly organizationId: OrganizationId
  readonly key: string
  /** Of the request: the same key for another request is a mistake. */
  readonly fingerprint: string
}

const KeyRow = z.object({ fingerprint: z.string(), sealedAnswer: z.string().nullable() })
export type KeyRow = z.output<typeof KeyRow>

const keys = new Table({ name: 'request_keys', row: KeyRow, hidden: z.object({ key: z.string() }) })

export const findRequestKey = (transaction: Transaction, key: string): Promise<KeyRow | undefined> =>
  keys.find(transaction, { key })

export async function keepRequestAnswer(
  transaction: Transaction,
  key: string,
  sealedAnswer: string,
): Promise<void> {
  await keys.update(transaction, { key }, { sealedAnswer })
}

/** Gives a key back, for a request that changed nothing. */
export async function giveRequestKeyBack(transaction: Transaction, key: string): Promise<void> {
  await keys.delete(transaction, { key, sealedAnswer: null })
}
