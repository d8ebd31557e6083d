import { toFunctionName } from '@bindery/compiler'
import { type AuthoredWorkflow, listSources, readArazzo, type ReadWorkflow } from '@bindery/arazzo'
import { type Issue, type JsonObject, PlatformError, summarizeIssues } from '@bindery/model'
import { parsePlainDocument } from '@bindery/sources'
import { findSkillByName, setSkillAside } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { type AuthoredSkill, createFromBinding, validateBinding } from '../skills/author-skill.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { placeOf, requireConnection } from '../skills/author-place.ts'
import { findSources, type SaidSources } from './known-sources.ts'

export interface ArazzoDocument {
  /** The description, or its text. */
  readonly document: JsonObject | string
  readonly sources: SaidSources
  /** Stores nothing. */
  readonly dryRun: boolean
}

/** What became of one workflow. */
export interface ImportedWorkflow {
  readonly workflowId: string
  readonly authored: AuthoredWorkflow | undefined
  /** The disabled skill; undefined where there is no binding, or it does not compile. */
  readonly skill: AuthoredSkill | undefined
  /** What of the workflow the binding does not say, or says in another way. Paths lead into the document. */
  readonly issues: readonly Issue[]
  /** What the compiler says of the binding. Paths lead into the binding. */
  readonly findings: readonly Issue[]
}

/** A description that the document names, and the provider that was taken for it. */
export interface ImportedSource {
  readonly name: string
  readonly url: string
  readonly integration: string | undefined
}

export interface ImportedArazzo {
  readonly sources: readonly ImportedSource[]
  readonly workflows: readonly ImportedWorkflow[]
  readonly issues: readonly Issue[]
}

/**
 * Makes a disabled skill of each workflow of an Arazzo description. One that does otherwise than its workflow is left out of
 * what the agent would publish, until somebody has looked at it and saved it. Throws `document_unreadable`.
 */
export async function importArazzo(
  services: Needs<'store'>,
  principal: Principal,
  { agentId, document: given, sources: said, dryRun }: ArazzoDocument & { readonly agentId: string },
): Promise<ImportedArazzo> {
  const { organizationId } = principal
  await services.store.run(organizationId, (transaction) => requireAgent(transaction, agentId))
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  const { document, issues } = parsePlainDocument(text, 'document')
  const described = listSources(document)
  const found = await findSources(services, organizationId, { described, said })
  const read = readArazzo(document, found.sources)
  const workflows: ImportedWorkflow[] = []
  const taken = new Set<string>()
  for (const workflow of read.workflows)
    workflows.push(await importWorkflow(services, principal, { agentId, workflow, dryRun, taken }))
  const sources = described.map(({ name, url }) => ({
    name,
    url,
    integration: found.sources.get(name)?.integration,
  }))
  return { sources, workflows, issues: [...issues, ...found.issues, ...read.issues] }
}

interface Importing {
  readonly taken: Set<string>
  readonly agentId: string
  readonly dryRun: boolean
  readonly workflow: ReadWorkflow
}

async function importWorkflow(
  services: Needs<'store'>,
  principal: Principal,
  { agentId, workflow, dryRun, taken }: Importing,
): Promise<ImportedWorkflow> {
  const { workflowId, binding: authored, issues } = workflow
  const none = { workflowId, authored, skill: undefined, issues }
  if (authored === undefined) return { ...none, findings: [] }
  try {
    if (dryRun) {
      const place = toPlace(agentId, authored, authored.binding.toolName)
      await requireConnections(services, principal, authored)
      const compiled = await validateBinding(services, principal, place)
      return { ...none, findings: compiled.ok ? compiled.value.warnings : compiled.failure }
    }
    const skill = await createDraft(services, principal, { agentId, authored, issues, taken })
    return { ...none, skill, findings: skill.warnings }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    // What the compiler found, or that one of the providers is not connected.
    const { code, message } = error
    const found = error.details.issues ?? []
    return { ...none, findings: found.length > 0 ? found : [{ code, severity: 'error', path: [], message }] }
  }
}

/** A draft is only made over providers that are connected. Throws `integration_not_connected`. */
function requireConnections(
  services: Needs<'store'>,
  { organizationId }: Principal,
  authored: AuthoredWorkflow,
): Promise<void> {
  const called =
    authored.form === 'steps'
      ? authored.binding.steps.map(({ integration }) => integration)
      : [authored.integration]
  return services.store.run(organizationId, async (transaction) => {
    for (const kind of new Set(called))
      await requireConnection(transaction, await requireIntegration(transaction, kind))
  })
}

interface Draft {
  /** Function names that are known to be taken; grows with each that is tried. */
  readonly taken: Set<string>
  readonly agentId: string
  readonly authored: AuthoredWorkflow
  readonly issues: readonly Issue[]
}

/** The skill under a name that is free: several workflows may have the same summary. */
async function createDraft(
  services: Needs<'store'>,
  principal: Principal,
  draft: Draft,
): Promise<AuthoredSkill> {
  // Looked up before anything is compiled; somebody else may take a name meanwhile, but hardly twice in a row.
  for (let turn = 1; ; turn++) {
    try {
      return await createNamed(services, principal, {
        draft,
        name: await freeName(services, principal, draft),
      })
    } catch (error) {
      const isTaken = error instanceof PlatformError && error.code === 'duplicate_name'
      if (!isTaken || turn === 3) throw error
    }
  }
}

/** The name of a tool, or the first of it with a number, whose function name no skill of the agent has. */
async function freeName(services: Needs<'store'>, principal: Principal, draft: Draft): Promise<string> {
  const { agentId, authored, taken } = draft
  const { toolName } = authored.binding
  for (let number = 1; ; number++) {
    const name = number === 1 ? toolName : `${toolName.slice(0, 110)} ${number}`
    const functionName = toFunctionName(name)
    if (taken.has(functionName)) continue
    taken.add(functionName)
    const known = await services.store.run(principal.organizationId, (transaction) =>
      findSkillByName(transaction, agentId, functionName),
    )
    if (known === undefined) return name
  }
}

function createNamed(
  services: Needs<'store'>,
  principal: Principal,
  { draft, name }: { readonly draft: Draft; readonly name: string },
): Promise<AuthoredSkill> {
  const { agentId, issues } = draft
  return services.store.run(principal.organizationId, async (transaction) => {
    const place = toPlace(agentId, draft.authored, name)
    const skill = await createFromBinding(services, transaction, { principal, place, origin: 'binding' })
    const unsaid = issues.filter(({ severity }) => severity === 'error')
    if (unsaid.length === 0) return skill
    await setSkillAside(
      transaction,
      skill.row.id,
      `The workflow says what this does not: ${summarizeIssues(unsaid)}`,
    )
    return { ...skill, row: await requireSkill(transaction, agentId, skill.row.id) }
  })
}

function toPlace(agentId: string, authored: AuthoredWorkflow, toolName: string) {
  if (authored.form === 'steps') return placeOf(agentId, { ...authored.binding, toolName })
  return { agentId, kind: authored.integration, binding: { ...authored.binding, toolName } }
}
