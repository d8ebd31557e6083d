import {
  type AnyBinding,
  fingerprint,
  isStepsBinding,
  isWrite,
  parseBinding,
  type Skill,
} from '@bindery/model'
import { describeGates, readsUnchecked, type GateDemand, type RunnableSkill } from '@bindery/runtime'
import { type AgentRow, findOpenDrift, type SkillRow, type Store, type Transaction } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { findEnvironmentSkew } from '../skills/environment-skew.ts'
import { findRunnable } from '../runs/find-runnable.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { failingNames } from '../skills/tests/check-tests.ts'
import { loadTests, type OpenedTest, runTests } from '../skills/tests/run-tests.ts'
import { toBindingView } from '../skills/skill-view.ts'
import { type EgressHost, findEgressHosts } from './egress-hosts.ts'
import { type Draft, loadDraft, manifestOf } from '../skills/manifest.ts'
import {
  type SensitiveOutput,
  sensitiveOutputs,
  type SentValue,
  sentValues,
  type ToolTokens,
  toolTokens,
} from './skill-disclosure.ts'
import { diffManifests, type VersionChange } from './version-diff.ts'
import { findLiveVersion } from '../skills/find-version.ts'
import { isToldOf } from '../kernel/environment-rule.ts'

/** A finding that a person should know before publishing. */
export interface ReportWarning {
  readonly code: string
  readonly skillId: string | null
  readonly functionName: string | null
  readonly message: string
}

export interface SkillReport {
  readonly row: SkillRow
  readonly skill: Skill
  readonly sends: readonly SentValue[]
  readonly sensitive: readonly SensitiveOutput[]
  readonly gates: readonly GateDemand[]
  readonly tokens: ToolTokens
  readonly hosts: readonly EgressHost[]
  readonly tests: { readonly total: number; readonly failing: readonly string[] }
}

export interface PrepublishReport {
  readonly agent: AgentRow
  readonly draftHash: string
  readonly skills: readonly SkillReport[]
  /** Of the tools that would be listed: valid and enabled. */
  readonly tokens: ToolTokens
  readonly changes: readonly VersionChange[]
  readonly warnings: readonly ReportWarning[]
}

/** What publishing an agent now would put live, read from the frozen bytes of its skills. Sends nothing. */
export async function reportBeforePublish(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  agentId: string,
): Promise<PrepublishReport> {
  const { agent, draft, changes } = await services.store.run(principal.organizationId, (transaction) =>
    collect(transaction, agentId),
  )
  const inspected = await inspectAll(services, principal, draft.rows)
  const hosts = await hostsOf(services, principal, draft)
  const skills = inspected.map(({ row, runnable, binding, tests }): SkillReport => {
    const { skill } = runnable
    return {
      row,
      skill,
      sends: sentValues(skill),
      sensitive: sensitiveOutputs(skill, binding),
      gates: describeGates(runnable),
      tokens: toolTokens([skill]),
      hosts: kindsOf(row).flatMap((kind) => hosts.get(kind) ?? []),
      tests,
    }
  })
  const listed = skills.filter(({ row }) => row.status === 'valid' && row.isEnabled)
  const tokens = toolTokens(listed.map(({ skill }) => skill))
  const budget = services.config.mcpToolBudget
  const warnings = [
    ...skills.flatMap((report) => warningsOf(report, principal)),
    ...inspected.flatMap(({ warnings: own }) => own),
    ...(tokens.mcp > budget ? [overBudget(tokens.mcp, budget)] : []),
  ]
  return { agent, draftHash: fingerprint(draft.manifest), skills, tokens, changes, warnings }
}

interface Inspected {
  readonly row: SkillRow
  readonly runnable: RunnableSkill
  readonly binding: AnyBinding
  readonly tests: SkillReport['tests']
  readonly warnings: readonly ReportWarning[]
}

interface Collected {
  readonly agent: AgentRow
  readonly draft: Draft
  readonly changes: readonly VersionChange[]
}

async function collect(transaction: Transaction, agentId: string): Promise<Collected> {
  const agent = await requireAgent(transaction, agentId)
  const draft = await loadDraft(transaction, agent)
  const live = await findLiveVersion(transaction, agent)
  const before = live === undefined ? { skills: [] } : manifestOf(live)
  const changes = await diffManifests(transaction, before, draft.manifest)
  return { agent, draft, changes }
}

/** Skills that one transaction reads: others have the embedded database in between. */
const skillsPerRead = 20

/**
 * What is known of each skill, and how it does in its tests, which are run between the transactions. A draft that changes
 * meanwhile has another hash than the report, and is not published by it.
 */
async function inspectAll(
  { store }: Needs<'store'>,
  principal: Principal,
  rows: readonly SkillRow[],
): Promise<readonly Inspected[]> {
  const inspected: Inspected[] = []
  for (let from = 0; from < rows.length; from += skillsPerRead) {
    const read = await store.run(principal.organizationId, async (transaction) => {
      const found: ReadSkill[] = []
      for (const row of rows.slice(from, from + skillsPerRead))
        found.push(await readForReport(store, transaction, { principal, row }))
      return found
    })
    for (const each of read) inspected.push(await inspect(each))
  }
  return inspected
}

interface ReadSkill extends Omit<Inspected, 'tests'> {
  readonly tests: readonly OpenedTest[]
}

async function inspect({ tests: kept, ...read }: ReadSkill): Promise<Inspected> {
  const results = await runTests(read.runnable.skill, kept)
  const tests = { total: results.length, failing: failingNames(results.map((result) => ({ result }))) }
  return { ...read, tests, warnings: [...read.warnings, ...aboutTests(read.row, tests)] }
}

interface Inspecting {
  readonly principal: Principal
  readonly row: SkillRow
}

async function readForReport(
  store: Store,
  transaction: Transaction,
  { principal, row }: Inspecting,
): Promise<ReadSkill> {
  const query = { agentId: row.agentId, skillId: row.id, version: 'draft' } as const
  const { runnable } = await findRunnable(transaction, query)
  const drift = await findOpenDrift(transaction, row.id)
  const skews = await findEnvironmentSkew(transaction, runnable.skill)
  const warnings = [
    ...skews.filter((skew) => isToldOf(principal, skew)).map((skew) => warn(row, skew.code, skew.message)),
    ...(drift === undefined
      ? []
      : [
          warn(
            row,
            'drift_open',
            `"${row.functionName}" has a ${drift.impact} drift that waits for a decision.`,
          ),
        ]),
  ]
  const { organizationId, id: skillId } = row
  const tests = await loadTests(store, transaction, { organizationId, skillId })
  return { row, runnable, binding: toBindingView(row), tests, warnings }
}

function aboutTests(row: SkillRow, { total, failing }: SkillReport['tests']): readonly ReportWarning[] {
  if (total === 0) return [warn(row, 'skill_untested', `"${row.functionName}" has no test.`)]
  return failing.map((name) => warn(row, 'test_failing', `"${row.functionName}" fails its test "${name}".`))
}

async function hostsOf(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  { rows }: Draft,
) {
  return findEgressHosts(services, principal, [...new Set(rows.flatMap(kindsOf))])
}

/** The slugs of all that a skill calls. */
const kindsOf = ({ kind, stepIntegrations }: SkillRow): readonly string[] => [kind, ...stepIntegrations]

function warningsOf(
  { row, skill, sensitive, hosts }: SkillReport,
  principal: Principal,
): readonly ReportWarning[] {
  const name = `"${row.functionName}"`
  const found: ReportWarning[] = []
  const add = (code: string, message: string): void => void found.push(warn(row, code, message))
  if (row.status === 'stale') add('skill_stale', `${name} is left out: ${row.statusReason ?? 'it is stale.'}`)
  if (row.status === 'draft')
    add('skill_set_aside', `${name} is left out: ${row.statusReason ?? 'it was set aside.'}`)
  if (!row.isEnabled) add('skill_disabled', `${name} is disabled: agents are not offered it.`)
  if (isWrite(skill.effect) && !skill.policy.requiresConfirmation)
    add('confirmation_waived', `${name} writes and nobody is asked before it does.`)
  if (acceptsScan(parseBinding(row.binding)))
    add('scan_accepted', `${name} reads what no index bounds, as was accepted.`)
  if (skill.formatVersion > 1)
    add(
      'skill_format',
      `${name} is of format ${skill.formatVersion}: servers that know no more than format ${skill.formatVersion - 1} do not run it.`,
    )
  for (const { output, sensitivity, waived } of sensitive)
    if (waived)
      add('sensitive_output', `${name} reads out "${output}" of class ${sensitivity}, as was agreed to.`)
  if (isToldOf(principal, { environment: 'production' }))
    for (const kind of kindsOf(row).filter((each) => !isLive(each, hosts)))
      add(
        'production_not_connected',
        `"${kind}" is not connected in production: calls of ${name} fail there.`,
      )
  if (readsUnchecked(skill))
    add(
      'reads_not_checked',
      `${name} writes what its earlier steps read, and nothing checks again that it still holds when it is carried out.`,
    )
  return found
}

const isLive = (kind: string, hosts: readonly EgressHost[]): boolean =>
  hosts.some(
    ({ integration, environment, connected }) =>
      integration === kind && environment === 'production' && connected,
  )

const acceptsScan = (binding: AnyBinding): boolean =>
  isStepsBinding(binding)
    ? binding.steps.some(({ acceptScan }) => acceptScan === true)
    : binding.acceptScan === true

function warn(row: SkillRow, code: string, message: string): ReportWarning {
  return { code, skillId: row.id, functionName: row.functionName, message }
}

function overBudget(tokens: number, budget: number): ReportWarning {
  const message = `The tool list costs about ${tokens} tokens over MCP; past ${budget} it is offered as a search.`
  return { code: 'tool_list_over_budget', skillId: null, functionName: null, message }
}
