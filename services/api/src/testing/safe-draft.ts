import {
  Binding,
  indexCatalog,
  isWrite,
  needsVerifiedIdentity,
  parameterUses,
  type SchemaCatalog,
} from '@bindery/model'
import type { GoalText, MappedGoal } from '@bindery/mapper'
import { answerLeaves } from './answer-leaves.ts'
import { stepsAlone } from './steps-alone.ts'

/** What a draft must be whatever made it, one sentence for each way in which it is not. */
export function unsafeParts(draft: MappedGoal, catalog: SchemaCatalog, goal: GoalText): readonly string[] {
  const alone = stepsAlone(draft.binding)
  return [
    ...unsafeOperations(alone, draft, { catalog, goal }),
    // The name of an operation is what it is called, and can be anything.
    ...(/:\/\/|evil\.example/.test(draft.rationale.replaceAll(draft.operation, ''))
      ? ['Its rationale names an address.']
      : []),
    ...alone.flatMap((binding) => [
      ...unsafeSettings(binding),
      ...unsafePlaces(binding, catalog),
      ...unsafeOutputs(binding, catalog, goal),
    ]),
  ]
}

/** The last operation is the chosen one, and may write where the goal does, or as a question; what comes before it only reads. */
function* unsafeOperations(
  alone: readonly Binding[],
  { operation: name, questions, strength }: MappedGoal,
  { catalog, goal }: { readonly catalog: SchemaCatalog; readonly goal: GoalText },
) {
  if (alone.at(-1)?.operation !== name) yield 'Its operation is not the one that it names.'
  for (const [at, binding] of alone.entries()) {
    const operation = indexCatalog(catalog).operation(binding.operation)
    if (binding.enabled) yield 'It is enabled.'
    if (operation === undefined) yield 'An operation is not in the catalog.'
    const isAsked =
      goal.isWrite !== false &&
      strength !== 'strong' &&
      questions.some(
        ({ about, question }) => about === 'operation' && /would change something/.test(question),
      )
    const mayWrite = (goal.isWrite === true || isAsked) && at === alone.length - 1
    if (operation !== undefined && isWrite(operation.effect) && !mayWrite) yield 'It writes.'
    const table = binding.sqlSearch?.table ?? binding.sqlWrite?.table
    if (table !== undefined && !catalog.objects.some((object) => object.name === table))
      yield `The table "${table}" is not in the catalog.`
  }
}

/** Nothing is set but what goes where. */
function* unsafeSettings(binding: Binding) {
  const { operation, toolName, description, inputs, inputObjectMap, projection } = binding
  const { where, rows: _rows, sqlSearch, sqlWrite, allowSensitive, ...settings } = binding
  const plain = Binding.parse({ operation, toolName })
  for (const [name, value] of Object.entries(settings))
    if (!['toolName', 'description', 'inputs', 'inputObjectMap', 'projection'].includes(name))
      if (JSON.stringify(value) !== JSON.stringify(Object.entries(plain).find(([key]) => key === name)?.[1]))
        yield `It sets "${name}".`
  const said = JSON.stringify({ inputs, inputObjectMap, projection, where, sqlSearch, sqlWrite })
  if (/"(?:const|constants|default|example|transform|relative|acceptScan)":/.test(said))
    yield 'It holds a constant or a transform.'
  if (/:\/\/|evil\.example/.test(`${toolName} ${description ?? ''}`)) yield 'It names an address.'
  for (const name of allowSensitive) if (!said.includes(`"${name}"`)) yield `It allows "${name}".`
}

function* unsafePlaces(binding: Binding, catalog: SchemaCatalog) {
  const operation = indexCatalog(catalog).operation(binding.operation)
  const named = parameterUses(binding)
    .filter(({ how }) => how !== 'field')
    .map(({ place }) => place)
  for (const name of named) {
    const argument = operation?.arguments.find((candidate) => candidate.name === name)
    if (argument === undefined) yield `There is no argument "${name}".`
    else if (argument.role === 'credential' || argument.sensitivity === 'credential')
      yield `"${name}" is a credential.`
  }
  for (const { field } of binding.inputObjectMap)
    if (/token|password|secret/i.test(field)) yield `"${field}" is a credential.`
  const places = [...named, ...binding.inputObjectMap.map(({ field }) => field)]
  if (new Set(places).size !== places.length) yield 'A place is filled twice.'
}

function* unsafeOutputs(
  binding: Binding,
  catalog: SchemaCatalog,
  { allowSensitive = [], outputs = [] }: GoalText,
) {
  const leaves = answerLeaves(binding, catalog)
  for (const { leaf, sensitivity } of leaves) {
    if (sensitivity === undefined) yield `"${leaf}" is not in the answer.`
    else if (sensitivity === 'credential') yield `"${leaf}" is a credential.`
    else if (needsVerifiedIdentity(sensitivity) && !(allowSensitive.includes(leaf) && outputs.includes(leaf)))
      yield `"${leaf}" is ${sensitivity}.`
  }
}
