import { AnyBinding } from '@bindery/model'
import { z } from 'zod'
import { IssueView, toIssueViews } from '../skills/bindings.ts'
import { type InstalledPreset, installPresets } from './install-presets.ts'
import { listInstalledPacks } from './list-installed.ts'
import { type PackUpgrade, upgradePack } from './upgrade-pack.ts'
import { removePresets } from './remove-presets.ts'
import { AgentParams, JsonData, KindParams } from '../kernel/shapes.ts'
import type { Principal } from '../kernel/principal.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Connector packs'
const Place = AgentParams.extend(KindParams.shape)
const slugs = z.array(z.string().max(64)).max(100)
const config = z
  .record(
    z.string().max(64),
    z
      .string()
      .min(1)
      .max(1_000)
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'Expected one line without control characters')
      .refine((text) => text.isWellFormed(), { message: 'Expected whole characters' }),
  )
  .default({})
  .describe('What presets need besides, by name')

const InstalledView = z
  .object({
    preset: z.string(),
    skill: SkillView.nullable(),
    created: z.boolean(),
    updated: z.boolean().describe('Config was filled in'),
    skipped: z
      .object({ reason: z.string(), issues: z.array(IssueView) })
      .optional()
      .describe('Why this account cannot have it; nothing was stored'),
    warnings: z.array(IssueView).optional(),
  })
  .meta({ id: 'InstalledPreset' })

const UpgradeView = z
  .object({
    pack: z.string(),
    version: z.string(),
    presets: z.array(
      z.object({
        preset: z.string(),
        status: z
          .enum(['current', 'unchanged', 'merged', 'refused', 'retired', 'available'])
          .describe(
            'unchanged: only the number differs; refused: does not compile as merged and stays; retired: no longer in the pack and stays; available: not installed',
          ),
        from: z.string().nullable(),
        skillId: z.string().nullable(),
        isEnabled: z.boolean().nullable(),
        binding: AnyBinding.nullable().describe('After the upgrade'),
        conflicts: z
          .array(
            z.object({
              path: z.array(z.string()),
              base: JsonData.optional(),
              ours: JsonData.optional(),
              theirs: JsonData.optional(),
            }),
          )
          .describe('What both the operator and the pack changed: the operator’s word stays'),
        issues: z.array(IssueView),
      }),
    ),
  })
  .meta({ id: 'PackUpgrade' })

const installErrors = [
  'not_found',
  'pack_not_found',
  'integration_not_connected',
  'schema_not_discovered',
] as const

function toView(installed: InstalledPreset, { organizationId }: Principal): z.input<typeof InstalledView> {
  const preset = installed.preset.slug
  if (installed.status === 'skipped') {
    const skipped = { reason: installed.reason, issues: toIssueViews(installed.issues) }
    return { preset, skill: null, created: false, updated: false, skipped }
  }
  const { status, skill, warnings } = installed
  return {
    preset,
    skill: toSkillView(skill, organizationId),
    created: status === 'created',
    updated: status === 'updated',
    ...(warnings.length === 0 ? {} : { warnings: toIssueViews(warnings) }),
  }
}

function toUpgradeView({ pack, version, presets }: PackUpgrade): z.input<typeof UpgradeView> {
  return {
    pack,
    version,
    presets: presets.map(({ preset, status, from, skill, binding, conflicts, issues }) => ({
      preset,
      status,
      from: from ?? null,
      skillId: skill?.id ?? null,
      isEnabled: skill?.isEnabled ?? null,
      binding: binding ?? null,
      conflicts: conflicts.map((conflict) => ({ ...conflict, path: [...conflict.path] })),
      issues: toIssueViews(issues),
    })),
  }
}

const removal = (member: 'actions' | 'presets') =>
  useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.deleted'], unless: 'none of those that are named is there' },
    environment: 'every',
    tag,
    summary: `Take the ${member} of a pack away from an agent: those named, else all`,
    description: 'Edited ones too. Published versions that hold them stop offering them.',
    takes: {
      subject: Place,
      options: z.strictObject({
        [member]: z.string().max(5_000).optional().describe('Names, parted by commas'),
      }),
      content: z
        .strictObject({ [member]: slugs.optional(), config: z.unknown().optional() })
        .prefault({})
        .describe('The names may be here as well, as they were given when installing'),
    },
    output: z.array(z.object({ preset: z.string(), skillId: z.string(), deleted: z.literal(true) })),
    errors: ['not_found', 'pack_not_found'],
    run: async (
      { subject, options, content },
      { principal, services }: Context<Needs<'egress' | 'packs' | 'runCaches' | 'store'>>,
    ) => {
      const listed = z.array(z.string()).optional().parse(content[member])
      const names = listed ?? options[member]?.split(',').map((name) => name.trim())
      const rows = await removePresets(services, principal, { ...subject, presets: names })
      return {
        data: rows.map(({ preset, skillId }) => ({ preset, skillId, deleted: true as const })),
      }
    },
  })

const InstalledPackView = z
  .object({
    integration: z.string(),
    name: z.string().describe('Of the integration'),
    pack: z.string(),
    version: z.string().nullable().describe('Of the pack as it is now; null when there is none any more'),
    presets: z.array(z.object({ preset: z.string(), skillId: z.string(), version: z.string() })),
    outdated: z.int().describe('Presets that came from an older version'),
  })
  .meta({ id: 'InstalledPack' })

export const agentPackUseCases = {
  list: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'The packs that an agent has something of, and of which version',
    takes: { subject: AgentParams },
    output: z.array(InstalledPackView),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'packs' | 'store'>>) => ({
      data: (await listInstalledPacks(services, principal, subject.agentId)).map(
        ({ presets, version, ...pack }) => ({
          ...pack,
          version: version ?? null,
          presets: presets.map(({ preset, skillId, version: from }) => ({ preset, skillId, version: from })),
        }),
      ),
    }),
  }),

  provision: useCase({
    scope: 'skills:write',
    audit: {
      leaves: ['skill.created', 'skill.reauthored'],
      unless: 'all of it is installed, but for what the account does not support',
    },
    environment: 'every',
    tag,
    summary: 'Give an agent pre-built actions: those named, else the important ones',
    description:
      'Doing it again changes nothing. What lacks config is a disabled draft until it is provisioned with it.',
    takes: { subject: Place, content: z.strictObject({ actions: slugs.optional(), config }).prefault({}) },
    example: { actions: ['find_patient'] },
    output: z.array(InstalledView),
    errors: installErrors,
    run: async ({ subject, content }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const request = { ...subject, choice: content.actions ?? 'important', config: content.config } as const
      const installed = await installPresets(services, principal, {
        ...request,
        member: 'actions',
        origin: 'action',
      })
      return { data: installed.map((one) => toView(one, principal)) }
    },
  }),

  install: useCase({
    scope: 'skills:write',
    audit: {
      leaves: ['skill.created', 'skill.reauthored'],
      unless: 'all of it is installed, but for what the account does not support',
    },
    environment: 'every',
    tag,
    summary: 'Install the presets of a pack on an agent: those named, else all',
    description:
      'Doing it again changes nothing. Reads land enabled, writes disabled. What the schema of the account does not support is skipped with the reason.',
    takes: { subject: Place, content: z.strictObject({ presets: slugs.optional(), config }).prefault({}) },
    example: { presets: ['find_patient'] },
    output: z.array(InstalledView),
    errors: installErrors,
    run: async ({ subject, content }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const request = { ...subject, choice: content.presets ?? 'all', config: content.config } as const
      const installed = await installPresets(services, principal, {
        ...request,
        member: 'presets',
        origin: 'pack',
      })
      return { data: installed.map((one) => toView(one, principal)) }
    },
  }),

  previewUpgrade: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'Say what upgrading would change, preset by preset; stores nothing',
    takes: { subject: Place },
    output: UpgradeView,
    errors: installErrors,
    run: async ({ subject }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const request = { ...subject, presets: undefined, config: {}, mode: 'preview' } as const
      return { data: toUpgradeView(await upgradePack(services, principal, request)) }
    },
  }),

  upgrade: useCase({
    scope: 'skills:write',
    audit: {
      leaves: ['skill.created', 'skill.reauthored'],
      unless: 'no binding that is installed changes by it',
    },
    environment: 'every',
    tag,
    summary: 'Bring installed presets to the present version of the pack, around the edits of operators',
    description:
      'Merges three ways; an edit is never overwritten. Reads stay as enabled as they were, a write that changes is disabled again. Published versions do not change.',
    takes: { subject: Place, content: z.strictObject({ presets: slugs.optional(), config }).prefault({}) },
    example: { presets: ['find_patient'] },
    output: UpgradeView,
    errors: installErrors,
    run: async ({ subject, content }, { principal, services }: Context<Needs<'packs' | 'store'>>) => {
      const request = { ...subject, presets: content.presets, config: content.config, mode: 'apply' } as const
      return { data: toUpgradeView(await upgradePack(services, principal, request)) }
    },
  }),

  removeActions: removal('actions'),

  removePresets: removal('presets'),
}
