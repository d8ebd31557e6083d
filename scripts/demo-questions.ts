import { type DemoQuestion, demoQuestions } from '../services/api/src/demo/demo-questions.ts'
import { type DemoClient, textAt, valueAt } from './demo-client.ts'

/** Asks an agent each question of the demo in one call, and prints the calls that it took an agent before. */
export async function answerInOneCall({ ask }: DemoClient, agentId: string): Promise<void> {
  for (const { asked, params, binding } of demoQuestions) {
    const skill = await ask('POST', `/agents/${agentId}/bindings`, binding)
    const skillId = textAt(skill, 'data', 'id')
    const acknowledge = ['write', 'optional_identity']
    await ask('PATCH', `/agents/${agentId}/skills/${skillId}`, { isEnabled: true, acknowledge })
    await ask('POST', `/agents/${agentId}/publish`, { note: binding.toolName })

    console.log(`\n"${asked}"`)
    console.log(`before, ${binding.steps.length} calls: ${binding.steps.map(callOf).join(', ')}`)
    console.log(
      `now, 1 call:     ${textAt(skill, 'data', 'functionName')}(${Object.keys(params).join(', ')})`,
    )
    const ended = await endOf(
      ask,
      await ask('POST', `/agents/${agentId}/skills/${skillId}/execute`, { params }),
    )
    console.log(
      `${JSON.stringify(valueAt(ended, 'data', 'output'))}  ${String(valueAt(ended, 'data', 'ms'))} ms`,
    )
  }
}

type Step = DemoQuestion['binding']['steps'][number]

/** The operation with what it must be given: parameters, and what an agent had to carry to it from an earlier answer. */
function callOf(step: Step): string {
  const needs = JSON.stringify(step).matchAll(/"(?:param|from)":"([^"]+)"/g)
  return `${step.operation}(${[...needs].map(([, need]) => need).join(', ')})`
}

/** A write waits for a person, who sees what it was made of. */
async function endOf(ask: DemoClient['ask'], answer: unknown): Promise<unknown> {
  if (valueAt(answer, 'data', 'status') !== 'confirmation_required') return answer
  console.log(`waits for a person: ${textAt(answer, 'data', 'summary')}`)
  return ask('POST', `/confirmations/${textAt(answer, 'data', 'confirmationId')}/approve`)
}
