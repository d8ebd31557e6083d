import type { Output, PathStep, OperationSkill } from '@bindery/model'

/** The names that lead an output to a list of the answer which it reads as a whole; undefined for one that picks items. */
export function listOf(output: Output): readonly string[] | undefined {
  const names = namesOf(output.path)
  return output.kind === 'rows' || output.sourceType.kind === 'list' ? names : undefined
}

/** Every list that outputs read as a whole, and that whose rows are tested, sorted or counted, each once. */
export function wholeLists({
  outputs,
  reading,
}: Pick<OperationSkill, 'outputs' | 'reading'>): readonly (readonly string[])[] {
  // What is counted is shown instead of the answer.
  const shown = reading?.aggregate === undefined ? outputs.map(listOf) : []
  const read = reading === undefined ? undefined : namesOf(reading.rows)
  const lists = [...shown, read].flatMap((names) =>
    names === undefined ? [] : [[JSON.stringify(names), names] as const],
  )
  return [...new Map(lists).values()]
}

function namesOf(path: readonly PathStep[]): readonly string[] | undefined {
  const names = path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  return names.length === path.length ? names : undefined
}
