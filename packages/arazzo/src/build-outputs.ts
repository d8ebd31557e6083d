import {
  formatFieldPath,
  indexCatalog,
  type ObjectType,
  type PathStep,
  type ProjectionEntry,
  type ProjectionField,
  stricter,
  type TypeRef,
} from '@bindery/model'
import { toSnakeCase } from '@bindery/compiler'
import { placeInStep } from './answer-path.ts'
import type { Building } from './build-inputs.ts'
import type { Place } from './findings.ts'
import { NameTable } from './name-table.ts'
import type { CallStep } from './read-step.ts'
import type { DraftedWorkflow } from './drafted-workflow.ts'

/** How the path of an output begins: with the name of its step, or at the answer of the only operation. */
export type OutputForm = 'operation' | 'steps'

interface Output {
  readonly leaf: string
  readonly path: Place
  readonly step: CallStep
  /** From the row that the step takes, or from its answer. */
  readonly inside: readonly PathStep[]
  readonly type: TypeRef | undefined
}

/** What a draft shows: in the order of our extension, then of the document. */
export function buildOutputs(
  { outputs, extension }: DraftedWorkflow,
  form: OutputForm,
  building: Building,
): ProjectionEntry[] {
  const names = new NameTable(64)
  const found = outputs.flatMap(([name, value, path]): readonly Output[] => {
    const step = value.from === 'step' ? building.steps.get(value.step) : undefined
    const place = value.from === 'step' && step !== undefined ? placeInStep(value.pointer, step) : undefined
    if (step !== undefined && place !== undefined)
      return [{ leaf: names.of([name]), path, step, inside: place.path, type: place.type }]
    const message = `The output "${name}" is left out: only what a step answers can be shown.`
    building.findings.warning('output_unsaid', path, message)
    return []
  })
  const open = new Map(found.map((output) => [output.leaf, output]))
  const said = (extension?.projection ?? []).flatMap((entry): readonly ProjectionEntry[] => {
    const output = open.get(entry.leaf)
    open.delete(entry.leaf)
    const path = entry.path ?? (output === undefined ? undefined : pathOf(output, form))
    if (path !== undefined) return [{ ...entry, path }]
    const place = [...(output?.path ?? []), 'x-bindery']
    building.findings.error(
      'extension_unfilled',
      place,
      `The extension speaks of the output "${entry.leaf}", which the workflow does not have.`,
    )
    return []
  })
  return [...said, ...[...open.values()].flatMap((output) => describe(output, form, building))]
}

const pathOf = ({ step, inside }: Output, form: OutputForm): string => {
  const start: readonly PathStep[] = form === 'steps' ? [{ kind: 'field', name: step.id }] : []
  return formatFieldPath([...start, ...inside]) || '$'
}

/** An output that the document alone describes: what of an object or of rows is shown is chosen by their description. */
function describe(output: Output, form: OutputForm, { findings }: Building): readonly ProjectionEntry[] {
  const { leaf, type, step } = output
  const entry = { path: pathOf(output, form), leaf }
  const { object } = indexCatalog(step.called.source.catalog)
  const inner = type?.kind === 'list' ? type.items : type
  const members = inner?.kind === 'object' ? object(inner.name) : undefined
  if (members === undefined) return [type?.kind === 'list' ? { ...entry, transform: '$' } : entry]
  const { shown, others } = chooseFields(members)
  if (shown.length === 0) return [entry]
  const rest = others.length === 0 ? '' : ` Left out: ${others.slice(0, 30).join(', ')}.`
  findings.info(
    'output_fields',
    output.path,
    `Of "${leaf}" the plain fields are shown: ${shown.map(({ name }) => name).join(', ')}.${rest}`,
  )
  if (type?.kind === 'list') return [{ ...entry, fields: shown.map(toField) }]
  return shown.map((field) => ({
    path: pathOf({ ...output, inside: [...output.inside, { kind: 'field', name: field.name }] }, form),
    leaf: toSnakeCase(`${leaf}_${field.leaf}`),
  }))
}

interface ChosenField {
  readonly name: string
  readonly leaf: string
}

const toField = ({ name, leaf }: ChosenField): ProjectionField => ({
  path: formatFieldPath([{ kind: 'field', name }]),
  leaf,
})

/** Most fields of one object that are shown unasked. */
const mostFields = 30

/** Scalars that may be shown without anybody's agreement. */
function chooseFields({ fields }: ObjectType): {
  readonly shown: readonly ChosenField[]
  readonly others: readonly string[]
} {
  const names = new NameTable(64)
  const isShown = ({ type, access, sensitivity }: ObjectType['fields'][number]): boolean =>
    (type.kind === 'scalar' || type.kind === 'enum') &&
    access !== 'write_only' &&
    stricter(sensitivity, 'contact') === 'contact'
  const shown = fields.filter(isShown).slice(0, mostFields)
  return {
    shown: shown.map(({ name }) => ({ name, leaf: names.of([name]) })),
    others: fields.filter((field) => !shown.includes(field)).map(({ name }) => name),
  }
}
