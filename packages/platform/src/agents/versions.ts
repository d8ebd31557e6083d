import { exampleId } from '../kernel/shapes.ts'
import { pageVersions, type VersionRow } from '@bindery/store'
import { z } from 'zod'
import { Manifest, manifestOf } from '../skills/manifest.ts'
import { requireVersion } from '../skills/find-version.ts'
import { diffVersions, publishAgent, rollBackAgent } from './publish-agent.ts'
import { restoreVersion } from './restore-version.ts'
import { AgentParams, PageQuery, timestamp } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Agents'

const VersionView = z
  .object({
    id: z.string(),
    number: z.int(),
    note: z.string().nullable(),
    publishedBy: z.string(),
    hash: z.string(),
    live: z.boolean(),
    skills: Manifest.shape.skills,
    createdAt: timestamp,
  })
  .meta({ id: 'AgentVersion' })

const VersionParams = AgentParams.extend({ versionId: z.string().max(64) })

/** One difference between two versions, or between a version and the draft. */
export const VersionChangeView = z
  .object({
    field: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    kind: z.enum(['added', 'removed', 'changed']),
  })
  .meta({ id: 'VersionChange' })

const toVersionView = (version: VersionRow, live: string | null): z.input<typeof VersionView> => ({
  id: version.id,
  number: version.number,
  note: version.note,
  publishedBy: version.publishedBy,
  hash: version.hash,
  live: version.id === live,
  skills: manifestOf(version).skills,
  createdAt: version.createdAt,
})

const RestoreReport = z
  .object({
    restored: z.literal(true),
    skills: z.array(
      z.object({
        skillId: z.string(),
        functionName: z.string(),
        outcome: z.enum(['unchanged', 'rewritten', 'recreated', 'set_aside']),
      }),
    ),
    sharedChanged: z.array(
      z.object({
        actionId: z.string(),
        slug: z.string(),
        functionName: z.string(),
        pinnedRevision: z.int(),
        currentRevision: z.int(),
      }),
    ),
    missing: z.array(
      z.object({
        skillId: z.string(),
        functionName: z.string(),
        what: z.enum(['binding', 'integration', 'shared_action', 'name']),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'RestoreReport' })

export const versionUseCases = {
  publish: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.published'] },
    environment: 'every',
    tag,
    summary: 'Freeze the valid skills as a numbered version and make it live; honours If-Match',
    takes: {
      subject: AgentParams,
      content: z
        .strictObject({
          note: z.string().max(1_000).optional(),
          draftHash: z
            .string()
            .max(80)
            .optional()
            .describe('The `draftHash` of the report that was read: another draft is refused'),
          acknowledge: z
            .array(z.enum(['failing_tests']))
            .max(1)
            .default([]),
        })
        .prefault({}),
    },
    example: { note: 'Callers can cancel.' },
    output: VersionView,
    outcome: 'created',
    errors: ['not_found', 'conflict', 'acknowledgement_required', 'claim_exposed'],
    run: async (
      { subject, content },
      { principal, seenRevision, services }: Context<Needs<'events' | 'store'>>,
    ) => {
      const request = {
        agentId: subject.agentId,
        note: content.note,
        ifMatch: seenRevision(),
        draftHash: content.draftHash,
        acknowledge: content.acknowledge,
      }
      const { version, warnings } = await publishAgent(services, principal, request)
      return { data: toVersionView(version, version.id), warnings }
    },
  }),

  list: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'List versions, newest first',
    takes: { subject: AgentParams, options: PageQuery },
    output: z.array(VersionView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const { rows, meta } = await readList(['versions', agent.id], options, (window) =>
          pageVersions(transaction, agent.id, window),
        )
        return { data: rows.map((version) => toVersionView(version, agent.publishedVersionId)), meta }
      }),
  }),

  show: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'Show one version',
    takes: { subject: VersionParams },
    output: VersionView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const version = await requireVersion(transaction, agent.id, subject.versionId)
        return { data: toVersionView(version, agent.publishedVersionId) }
      }),
  }),

  diff: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'What a version changed, against the one before it or against `from`',
    takes: { subject: VersionParams, options: z.strictObject({ from: z.string().max(64).optional() }) },
    output: z.array(VersionChangeView),
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const changes = await diffVersions(transaction, agent.id, {
          from: options.from,
          to: subject.versionId,
        })
        return { data: [...changes] }
      }),
  }),

  rollBack: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.rolled_back'] },
    environment: 'every',
    tag,
    summary: 'Make an earlier version live again, without recompiling',
    takes: { subject: AgentParams, content: z.strictObject({ versionId: z.string().max(64) }) },
    example: { versionId: exampleId },
    output: VersionView,
    errors: ['not_found', 'claim_exposed'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const version = await rollBackAgent(services, principal, {
        agentId: subject.agentId,
        versionId: content.versionId,
      })
      return { data: toVersionView(version, version.id) }
    },
  }),

  restore: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.version_restored'] },
    environment: 'every',
    tag,
    summary: 'Copy a version into the draft and say what has changed since; honours If-Match',
    description:
      'What is live does not change. Skills that the version lacks are set aside (status `draft`), not deleted.',
    takes: { subject: VersionParams, content: z.strictObject({}).prefault({}) },
    example: {},
    output: RestoreReport,
    errors: ['not_found', 'conflict', 'binding_invalid', 'claim_exposed'],
    run: async ({ subject }, { principal, seenRevision, services }: Context<Needs<'store'>>) => {
      const request = { ...subject, ifMatch: seenRevision() }
      const { skills, sharedChanged, missing, warnings } = await restoreVersion(services, principal, request)
      const data = {
        restored: true as const,
        skills: [...skills],
        sharedChanged: [...sharedChanged],
        missing: [...missing],
      }
      return { data, warnings }
    },
  }),
}
