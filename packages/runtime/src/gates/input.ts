import { type Gate, refused } from '../gate.ts'

/** The parameters are the ones that the skill asks for, each of its type. Every problem is reported at once. */
export const input: Gate = {
  name: 'input',
  appliesTo: 'every-run',
  demand: () => undefined,
  check: ({ prepared, params, call }) => {
    const checked = prepared.checkParams(params, call.context)
    if (checked.ok) return { verdict: 'checked', params: checked.value }
    const [first, ...others] = checked.failure.map((issue) => issue.message)
    const message = others.length === 0 ? `${first}` : `${first} (and ${others.length} more)`
    return refused('validation_error', message, { issues: checked.failure })
  },
}
