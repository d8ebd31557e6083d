import { AnyBinding, JsonValue } from '@bindery/model'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { AgentParams, JsonObjectData } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { IssueView, toIssueViews } from '../skills/bindings.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { exportArazzo } from './export-arazzo.ts'
import { importArazzo, type ImportedWorkflow } from './import-arazzo.ts'

const tag = 'Workflows'

const ArazzoBody = z
  .strictObject({
    document: z
      .union([z.string().min(1), z.record(z.string(), JsonValue)])
      .describe('An Arazzo description, 1.0 or 1.1: an object, or its text (JSON or YAML)'),
    sources: z
      .record(z.string().max(200), z.string().max(64))
      .default({})
      .describe(
        'Which integration each source description stands for, by its name; without it the one that has the name as its slug, or was discovered from the same address',
      ),
    dryRun: z
      .boolean()
      .default(false)
      .describe('Says what would become of each workflow, and stores nothing'),
  })
  .meta({ id: 'ArazzoImport' })

const ImportedWorkflowView = z
  .object({
    workflowId: z.string(),
    skill: SkillView.nullable().describe(
      'The disabled skill; null where it does not compile, and with `dryRun`',
    ),
    integration: z.string().nullable().describe('Of a binding of one operation; those of steps name theirs'),
    binding: AnyBinding.nullable().describe('Null where the workflow is none'),
    issues: z
      .array(IssueView)
      .describe('What the binding does not say, or says in another way; paths lead into the document'),
    findings: z.array(IssueView).describe('What the compiler says; paths lead into the binding'),
  })
  .meta({ id: 'ImportedWorkflow' })

const ArazzoView = z
  .object({
    sources: z
      .array(z.object({ name: z.string(), url: z.string(), integration: z.string().nullable() }))
      .describe('Which provider each source description was taken for; null for none'),
    workflows: z.array(ImportedWorkflowView),
    issues: z.array(IssueView).describe('Of the document, and of no workflow alone'),
  })
  .meta({ id: 'ImportedArazzo' })

const ExportedArazzoView = z
  .object({
    document: JsonObjectData.describe('An Arazzo 1.0 description'),
    leftOut: z.array(z.object({ skillId: z.string(), functionName: z.string(), why: z.string() })),
  })
  .meta({ id: 'ExportedArazzo' })

const ExportQuery = z.strictObject({
  skills: z
    .string()
    .max(4000)
    .optional()
    .describe('Ids or function names, comma-separated; all skills of the agent when absent'),
})

/** One call, of the clinic that comes with every server. */
const example: z.input<typeof ArazzoBody> = {
  document: {
    arazzo: '1.0.1',
    info: { title: 'Reception', version: '1.0.0' },
    sourceDescriptions: [{ name: 'clinic', url: './clinic.openapi.json', type: 'openapi' }],
    workflows: [
      {
        workflowId: 'find_patient',
        summary: 'Find a patient',
        inputs: { type: 'object', properties: { caller_phone: { type: 'string' } } },
        steps: [
          {
            stepId: 'search',
            operationId: 'searchPatients',
            parameters: [{ name: 'phone', in: 'query', value: '$inputs.caller_phone' }],
            outputs: { name: '$response.body#/patients/0/fullName' },
          },
        ],
        outputs: { customer_name: '$steps.search.outputs.name' },
      },
    ],
  },
}

export const workflowUseCases = {
  importArazzo: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'], unless: 'no workflow became a skill, and with `dryRun`' },
    environment: 'none',
    tag,
    summary: 'Make a disabled skill of each workflow of an Arazzo description',
    description:
      'Nothing of the document is dropped without a word: what a skill cannot say is an issue of its workflow. A skill that does otherwise than its workflow is left out of what the agent publishes, until somebody saves its binding.',
    takes: { subject: AgentParams, content: ArazzoBody },
    example,
    output: ArazzoView,
    errors: ['not_found', 'document_unreadable'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { agentId } = subject
      const { sources, workflows, issues } = await importArazzo(services, principal, { agentId, ...content })
      const toView = ({ workflowId, authored, skill, ...found }: ImportedWorkflow) => ({
        workflowId,
        skill: skill === undefined ? null : toSkillView(skill.row, principal.organizationId),
        integration: authored?.form === 'operation' ? authored.integration : null,
        binding: authored?.binding ?? null,
        issues: toIssueViews(found.issues),
        findings: toIssueViews(found.findings),
      })
      const taken = sources.map((source) => ({ ...source, integration: source.integration ?? null }))
      return { data: { sources: taken, workflows: workflows.map(toView), issues: toIssueViews(issues) } }
    },
  }),

  exportArazzo: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'The skills of an agent as an Arazzo description',
    description:
      'Skills whose operations are all of OpenAPI descriptions become workflows; what Arazzo has no words for stands in `x-bindery`. Imported again they are the same skills.',
    takes: { subject: AgentParams, options: ExportQuery },
    output: ExportedArazzoView,
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const skillIds = (options.skills ?? '').split(',').flatMap((id) => id.trim() || [])
      const { document, leftOut } = await exportArazzo(services, principal, { ...subject, skillIds })
      return { data: { document, leftOut: leftOut.map((one) => ({ ...one })) } }
    },
  }),
}
