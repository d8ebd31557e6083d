import { Secret } from '@bindery/model'
import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'
import type { Tenancy } from '../tenancy.ts'
import type { MasterKey } from './master-key.ts'
import type { Vault } from './vault.ts'

/** Keys by their use. A master key gives one for every use; an installation keeps those that must outlive it. */
export interface KeySource {
  derive(use: string): Buffer
}

const uses = ['audit chain', 'api key digest'] as const

/**
 * The keys of the audit chain and of API keys, which stay what they are when the master key changes: what they made is
 * stored and cannot be made again. The first start derives them from the master key and seals them.
 */
export async function loadInstallationKeys(
  tenancy: Pick<Tenancy, 'run'>,
  vault: Vault,
  first: MasterKey,
): Promise<KeySource> {
  const keys = new Map<string, Buffer>()
  for (const use of uses) {
    const place = { organizationId: 'platform', record: `key/${use}`, field: 'key' }
    const made = vault.seal(new Secret(first.derive(use).toString('hex')), place)
    const sealed = await tenancy.run('platform', async (transaction) => {
      await transaction.raw('insert into bindery_keys (name, sealed) values (?, ?) on conflict do nothing', [
        use,
        made,
      ])
      const result: unknown = await transaction.raw('select sealed from bindery_keys where name = ?', [use])
      return parseFirstRow(z.object({ sealed: z.string() }), result)?.sealed ?? made
    })
    keys.set(use, Buffer.from(vault.open(sealed, place).reveal(), 'hex'))
  }
  return { derive: (use) => requireKey(keys, use) }
}

function requireKey(keys: ReadonlyMap<string, Buffer>, use: string): Buffer {
  const key = keys.get(use)
  if (key === undefined) throw new Error(`The installation has no key for "${use}".`)
  return key
}
