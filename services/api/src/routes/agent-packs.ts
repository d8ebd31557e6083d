import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { type InstalledPreset, installPresets } from '../packs/install-presets.ts'
import { removePresets } from '../packs/remove-presets.ts'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { IssueView, toIssueViews } from './bindings.ts'
import { AgentParams, KindParams } from './shapes.ts'

const tag = 'Connector packs'
const Place = AgentParams.extend(KindParams.shape)
const slugs = z.array(z.string().max(64)).max(100)
const config = z
  .record(z.string().max(64), z.string().min(1).max(1_000))
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

const installErrors = [
  'not_found',
  'pack_not_found',
  'integration_not_connected',
  'schema_not_discovered',
] as const

export function agentPackRoutes(services: Services): readonly Route[] {
  return [
    provisionRoute(services),
    removalRoute(services, { path: 'provision', member: 'actions' }),
    installRoute(services),
    removalRoute(services, { path: 'pack/install', member: 'presets' }),
  ]
}

function provisionRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/integrations/{kind}/provision',
    scope: 'skills:write',
    tag,
    summary: 'Give an agent pre-built actions: those named, else the important ones',
    description:
      'Doing it again changes nothing. What lacks config is a disabled draft until it is provisioned with it.',
    input: { params: Place, body: z.strictObject({ actions: slugs.optional(), config }).prefault({}) },
    data: z.array(InstalledView),
    errors: installErrors,
    handle: async ({ params, body }, { principal }) => {
      const request = { ...params, choice: body.actions ?? 'important', config: body.config } as const
      const installed = await installPresets(services, principal, {
        ...request,
        member: 'actions',
        origin: 'action',
      })
      return { data: installed.map((one) => toView(one, principal)) }
    },
  })
}

function installRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/integrations/{kind}/pack/install',
    scope: 'skills:write',
    tag,
    summary: 'Install the presets of a pack on an agent: those named, else all',
    description:
      'Doing it again changes nothing. Reads land enabled, writes disabled. What the schema of the account does not support is skipped with the reason.',
    input: { params: Place, body: z.strictObject({ presets: slugs.optional(), config }).prefault({}) },
    data: z.array(InstalledView),
    errors: installErrors,
    handle: async ({ params, body }, { principal }) => {
      const request = { ...params, choice: body.presets ?? 'all', config: body.config } as const
      const installed = await installPresets(services, principal, {
        ...request,
        member: 'presets',
        origin: 'pack',
      })
      return { data: installed.map((one) => toView(one, principal)) }
    },
  })
}

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

function removalRoute(
  services: Services,
  { path, member }: { readonly path: string; readonly member: 'actions' | 'presets' },
): Route {
  return route({
    method: 'DELETE',
    path: `/agents/{agentId}/integrations/{kind}/${path}`,
    scope: 'skills:write',
    tag,
    summary: `Take the ${member} of a pack away from an agent: those named, else all`,
    description: 'Edited ones too. Published versions that hold them stop offering them.',
    input: {
      params: Place,
      query: z.strictObject({
        [member]: z.string().max(5_000).optional().describe('Names, parted by commas'),
      }),
    },
    data: z.array(z.object({ preset: z.string(), skillId: z.string(), removed: z.literal(true) })),
    errors: ['not_found', 'pack_not_found'],
    handle: async ({ params, query }, { principal }) => {
      const names = query[member]?.split(',').map((name) => name.trim())
      const rows = await removePresets(services, principal, { ...params, presets: names })
      return {
        data: rows.map(({ preset, skill_id: skillId }) => ({ preset, skillId, removed: true as const })),
      }
    },
  })
}
