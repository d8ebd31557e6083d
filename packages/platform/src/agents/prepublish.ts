import { environments, operationNames, sensitivityClasses } from '@bindery/model'
import { z } from 'zod'
import { VersionChangeView } from './versions.ts'
import { type PrepublishReport, reportBeforePublish, type SkillReport } from './prepublish-report.ts'
import { AgentParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const Tokens = z.object({ openai: z.int(), mcp: z.int() })

const Host = z.object({
  integration: z.string(),
  environment: z.enum(environments),
  host: z.string().nullable(),
  connected: z.boolean(),
})

const Fields = z.array(z.object({ object: z.string(), field: z.string() }))

const SkillReportView = z.object({
  skillId: z.string(),
  functionName: z.string(),
  integration: z.string(),
  operation: z.string(),
  effect: z.string(),
  status: z.enum(['draft', 'valid', 'stale']),
  isEnabled: z.boolean(),
  skillHash: z.string(),
  sends: z.array(
    z.object({
      integration: z.string(),
      step: z.string().nullable().describe('Of a skill of several steps: the one that sends it'),
      argument: z.string(),
      from: z
        .enum(['agent', 'context', 'step', 'constant'])
        .describe('`step`: an earlier step of the same skill'),
      parameter: z.string().nullable(),
      transform: z.string().nullable(),
      fields: Fields,
    }),
  ),
  hosts: z.array(Host),
  sensitiveOutputs: z.array(
    z.object({
      output: z.string(),
      sensitivity: z.enum(sensitivityClasses),
      waived: z.boolean(),
      fields: Fields,
    }),
  ),
  gates: z.array(z.object({ gate: z.string(), demand: z.string() })),
  tokens: Tokens,
  tests: z.object({ total: z.int(), failing: z.array(z.string()) }),
})

const ReportView = z
  .object({
    agentId: z.string(),
    revision: z.int(),
    publishedVersionId: z.string().nullable(),
    draftHash: z.string(),
    skills: z.array(SkillReportView),
    egressHosts: z.array(z.string()),
    tokens: Tokens,
    changes: z.array(VersionChangeView),
    warnings: z.array(
      z.object({
        code: z.string(),
        skillId: z.string().nullable(),
        functionName: z.string().nullable(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'PrepublishReport' })

function toView(report: PrepublishReport): z.input<typeof ReportView> {
  const { agent, draftHash, skills, tokens, changes, warnings } = report
  const live = skills.filter(({ row }) => row.status === 'valid')
  const hosts = live.flatMap((skill) => skill.hosts.flatMap(({ host }) => host ?? []))
  return {
    agentId: agent.id,
    revision: agent.revision,
    publishedVersionId: agent.publishedVersionId,
    draftHash,
    skills: skills.map(toSkillView),
    egressHosts: [...new Set(hosts)].sort(),
    tokens,
    changes: [...changes],
    warnings: [...warnings],
  }
}

function toSkillView({ row, skill, sends, hosts, sensitive, gates, tokens, tests }: SkillReport) {
  return {
    skillId: row.id,
    functionName: row.functionName,
    integration: row.kind,
    operation: operationNames(skill),
    effect: skill.effect,
    status: row.status,
    isEnabled: row.isEnabled,
    skillHash: row.skillHash,
    sends: sends.map((each) => ({ ...each, fields: [...each.fields] })),
    hosts: [...hosts],
    sensitiveOutputs: sensitive.map((each) => ({ ...each, fields: [...each.fields] })),
    gates: [...gates],
    tokens,
    tests: { total: tests.total, failing: [...tests.failing] },
  }
}

export const prepublishUseCases = {
  report: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag: 'Agents',
    summary: 'What publishing now would put live: what is sent where, gates, cost, warnings, changes',
    description: 'Send `draftHash` with the publish request, and a draft that changed meanwhile is refused.',
    takes: { subject: AgentParams },
    output: ReportView,
    errors: ['not_found'],
    run: async (
      { subject },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => ({
      data: toView(await reportBeforePublish(services, principal, subject.agentId)),
    }),
  }),
}
