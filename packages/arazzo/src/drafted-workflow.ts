import type { WorkflowExtension } from './bindery-extension.ts'
import type { Place } from './findings.ts'
import type { CallStep } from './read-step.ts'
import type { Value } from './value.ts'

/** A workflow with its outputs, before a binding is made of it. */
export interface DraftedWorkflow {
  readonly toolName: string
  readonly description: string | undefined
  readonly outputs: readonly (readonly [name: string, value: Value, path: Place])[]
  readonly extension: WorkflowExtension | undefined
  readonly path: Place
  readonly steps: readonly CallStep[]
}
