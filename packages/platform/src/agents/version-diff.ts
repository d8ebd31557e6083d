import { findSkillBlob, type Transaction } from '@bindery/store'
import { z } from 'zod'
import type { Manifest, ManifestEntry } from '../skills/manifest.ts'

export interface VersionChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
  readonly kind: 'added' | 'removed' | 'changed'
}

/** In what two manifests differ: skills by name, and of a skill that both have, each member of its bytes. */
export async function diffManifests(
  transaction: Transaction,
  before: Manifest,
  after: Manifest,
): Promise<readonly VersionChange[]> {
  const changes: VersionChange[] = []
  const remaining = new Map(before.skills.map((entry) => [entry.skillId, entry]))
  for (const entry of after.skills) {
    const known = remaining.get(entry.skillId)
    remaining.delete(entry.skillId)
    const field = fieldOf(entry)
    if (known === undefined) changes.push({ field, before: null, after: entry.skillHash, kind: 'added' })
    else changes.push(...diffPins(field, known, entry), ...(await diffBytes(transaction, known, entry)))
  }
  for (const entry of remaining.values())
    changes.push({ field: fieldOf(entry), before: entry.skillHash, after: null, kind: 'removed' })
  return changes
}

const fieldOf = ({ functionName }: ManifestEntry): string => `skills.${functionName}`

function diffPins(field: string, before: ManifestEntry, after: ManifestEntry): readonly VersionChange[] {
  return compare(
    `${field}.sharedAction.revision`,
    before.sharedAction?.revision,
    after.sharedAction?.revision,
  )
}

const Members = z.record(z.string(), z.unknown())

async function diffBytes(
  transaction: Transaction,
  before: ManifestEntry,
  after: ManifestEntry,
): Promise<readonly VersionChange[]> {
  if (before.skillHash === after.skillHash) return []
  const old = Members.parse(JSON.parse((await findSkillBlob(transaction, before.skillHash)) ?? '{}'))
  const next = Members.parse(JSON.parse((await findSkillBlob(transaction, after.skillHash)) ?? '{}'))
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .sort()
    .flatMap((member) => compare(`${fieldOf(after)}.${member}`, old[member], next[member]))
}

function compare(field: string, old: unknown, next: unknown): readonly VersionChange[] {
  const texts = { before: toText(old), after: toText(next) }
  if (texts.before === texts.after) return []
  const kind = texts.before === null ? 'added' : texts.after === null ? 'removed' : 'changed'
  return [{ field, ...texts, kind }]
}

const toText = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
