import type { Output, SkillStep } from '@bindery/model'

/** The outputs of a step that others name: those of the row that it takes, or those of its answer. */
export function ownOutputs({ skill, take }: SkillStep): readonly Output[] {
  if (take === undefined) return skill.outputs
  return skill.outputs.flatMap((output) =>
    output.kind === 'rows' && output.leaf === take.leaf ? output.fields : [],
  )
}
