import { ProjectionEntry, Step, StepsBinding } from '@bindery/model'
import { z } from 'zod'

/** Under this name stands in a workflow and in its steps what Arazzo has no words for. */
export const extensionName = 'x-bindery'

/** What is said of an input beside where its value comes from; with such a source it is the whole of it. */
export const StepExtension = z.strictObject({
  inputs: Step.shape.inputs,
  inputObjectMap: Step.shape.inputObjectMap,
  where: Step.shape.where,
  orderBy: Step.shape.orderBy,
  aggregate: Step.shape.aggregate,
  rows: Step.shape.rows,
  take: Step.shape.take,
  distinguishBy: Step.shape.distinguishBy,
  max: Step.shape.max,
  more: Step.shape.more,
  pages: Step.shape.pages,
  acceptScan: Step.shape.acceptScan,
})
export type StepExtension = z.infer<typeof StepExtension>

export const WorkflowExtension = z.strictObject({
  form: z
    .enum(['operation', 'steps'])
    .optional()
    .describe('Of a workflow of one step: what it becomes. One operation when absent'),
  toolName: StepsBinding.shape.toolName.optional(),
  projection: z
    .array(ProjectionEntry.extend({ path: ProjectionEntry.shape.path.optional() }))
    .max(60)
    .default([])
    .describe('What is said of an output beside where it comes from, in the order of the outputs'),
  timeoutMs: StepsBinding.shape.timeoutMs.unwrap().optional(),
  rateLimitPerMinute: StepsBinding.shape.rateLimitPerMinute,
  requiresConfirmation: StepsBinding.shape.requiresConfirmation,
  requiresHumanApproval: StepsBinding.shape.requiresHumanApproval,
  contextParams: StepsBinding.shape.contextParams.unwrap().optional(),
  phases: StepsBinding.shape.phases,
  allowedStates: StepsBinding.shape.allowedStates,
  maxSuccessfulCalls: StepsBinding.shape.maxSuccessfulCalls,
  messages: StepsBinding.shape.messages,
  allowSensitive: StepsBinding.shape.allowSensitive.unwrap().optional(),
})
export type WorkflowExtension = z.infer<typeof WorkflowExtension>
