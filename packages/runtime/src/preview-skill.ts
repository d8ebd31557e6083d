import type { Json, PlatformError, SkillCall } from '@bindery/model'
import { admit } from './admit.ts'
import { formatProblem } from './known-format.ts'
import type { RunnableSkill, RunPorts } from './ports.ts'
import { prepareSkill } from './prepare-skill.ts'
import { describeAct } from './describe-act.ts'
import { previewRun } from './steps/preview-run.ts'
import { toPlatformError } from './to-platform-error.ts'

export type PreviewResult =
  | { readonly status: 'previewed'; readonly preview: Json; readonly summary: string }
  | { readonly status: 'failed'; readonly error: PlatformError }

/**
 * Shows what a run would send. The gates that judge the skill and its input apply; those that judge the moment (enabled,
 * published, identity, rate, turn, confirmation) do not. Nothing is sent, recorded, counted or confirmed.
 */
export async function previewSkill(
  runnable: RunnableSkill,
  call: SkillCall,
  ports: RunPorts,
): Promise<PreviewResult> {
  const unknown = formatProblem(runnable.skill)
  if (unknown !== undefined) return { status: 'failed', error: unknown }
  try {
    const prepared = prepareSkill(runnable.skill)
    const context = { runnable, prepared, call, ports, params: call.params }
    const admission = await admit(context, 'preview')
    if (admission.status === 'denied') return { status: 'failed', error: admission.error }
    const params = admission.status === 'admitted' ? admission.params : call.params
    const preview = await previewRun({ ...context, params })
    return { status: 'previewed', preview, summary: describeAct(runnable.skill, params) }
  } catch (error) {
    return { status: 'failed', error: toPlatformError(error) }
  }
}
