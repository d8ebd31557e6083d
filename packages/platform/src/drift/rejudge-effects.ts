import { CatalogFingerprint, catalogHead, type OrganizationId, type SchemaCatalog } from '@bindery/model'
import { effectsVersion, judgeEffects, loadEffectClaim } from '@bindery/sources'
import {
  type CatalogPages,
  type CatalogRow,
  insertCatalogPages,
  listOlderEffects,
  replaceCatalog,
} from '@bindery/store'
import { toPages } from '../pages/to-pages.ts'
import { recheckSkills } from './recheck-skills.ts'
import { newCatalogId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { loadParts } from '../catalog/load-parts.ts'
import { readHead, readObject, readOperation, readRelationship } from '../catalog/read-entry.ts'
import { openCatalog } from '../catalog/stored-catalog.ts'

/**
 * Judges the effects of stored catalogs anew where an earlier version of the rules judged them, without asking their
 * providers, and rechecks the skills that came from them. Called before the first request is served, so that no skill runs
 * by an effect that is known to be too mild. Costs one query when there is nothing to do; can be killed
 * anywhere and goes on at the next start.
 */
export async function rejudgeEffects(services: Needs<'logger' | 'runCaches' | 'store'>): Promise<void> {
  const older = await services.store.run('platform', (transaction) =>
    listOlderEffects(transaction, effectsVersion),
  )
  for (const row of older) await tryToRejudge(services, row)
  for (const id of new Set(older.map((row) => row.organizationId))) {
    const own = older.filter((row) => row.organizationId === id)
    await recheck(services, id, own)
  }
}

/** One catalog that cannot be judged keeps no server from starting; its skills stay as they are, and the log says so. */
async function tryToRejudge(services: Needs<'logger' | 'store'>, row: CatalogRow): Promise<void> {
  try {
    await rejudge(services, row)
  } catch (error) {
    services.logger.error(
      { err: error, catalog: row.id },
      'The effects of a catalog could not be judged anew.',
    )
  }
}

async function rejudge(services: Needs<'store'>, row: CatalogRow): Promise<void> {
  const before = await loadWhole(services, row)
  const catalog = judgeEffects(before, await loadEffectClaim(before.source))
  const { pages, hash } = await storePages(services, row.organizationId, catalog)
  await services.store.run(row.organizationId, (transaction) =>
    replaceCatalog(transaction, row, { id: newCatalogId(), hash, pages, effectsVersion }),
  )
}

async function loadWhole(services: Needs<'store'>, row: CatalogRow): Promise<SchemaCatalog> {
  const organizationId = row.organizationId
  const catalog = await services.store.run(organizationId, (transaction) => openCatalog(transaction, row))
  const place = { organizationId, catalog }
  return {
    ...readHead(row.head),
    objects: await loadParts(services, { ...place, kind: 'object' }, readObject),
    relationships: await loadParts(services, { ...place, kind: 'relationship' }, readRelationship),
    operations: await loadParts(services, { ...place, kind: 'operation' }, readOperation),
  }
}

async function storePages(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  catalog: SchemaCatalog,
): Promise<{ readonly pages: CatalogPages; readonly hash: string }> {
  const fingerprint = new CatalogFingerprint(catalogHead(catalog))
  const pages: CatalogPages = { bodies: [], index: [] }
  for await (const { holds, hash, bytes } of toPages(catalog, new Set(), (entry) => fingerprint.add(entry))) {
    pages[holds].push(hash)
    if (bytes === undefined) continue
    await services.store.run(organizationId, (transaction) =>
      insertCatalogPages(transaction, [{ organizationId, hash, bytes }]),
    )
  }
  return { pages, hash: fingerprint.digest() }
}

async function recheck(
  services: Needs<'logger' | 'runCaches' | 'store'>,
  organizationId: OrganizationId,
  rows: readonly CatalogRow[],
): Promise<void> {
  for (const integrationId of new Set(rows.map((row) => row.integrationId))) {
    const affected = await recheckSkills(services, { organizationId, integrationId })
    for (const { functionName, verdict, reasons } of affected)
      services.logger.warn(
        { skill: functionName, verdict },
        reasons[0] ?? 'The effect of its operation changed.',
      )
  }
  services.runCaches.forget(organizationId)
}
