import { CliError } from '../failures/cli-error.ts'

export interface Candidate {
  readonly id: string
  /** What people call it, the best first; none is the id. */
  readonly names: readonly string[]
}

export interface Wanted {
  /** What it is called in a message: `skill`. */
  readonly what: string
  /** Whose it is: `agent "front-desk"`. */
  readonly of?: string
  readonly text: string
  /** The command that lists all of them. */
  readonly listedBy: string
}

/**
 * The one that a text means: by its id, by exactly its name, or by its name whatever the case. Throws CliError that names the
 * ids where several have the name, and near names where none has.
 */
export async function pickName<Found extends Candidate>(
  wanted: Wanted,
  candidates: readonly Found[],
): Promise<Found> {
  const { what, text } = wanted
  const lower = text.toLowerCase()
  const tiers = [
    candidates.filter(({ id }) => id === text),
    candidates.filter(({ names }) => names.includes(text)),
    candidates.filter(({ names }) => names.some((name) => name.toLowerCase() === lower)),
  ]
  const found = tiers.find((tier) => tier.length > 0) ?? []
  const [only, second] = found
  if (only !== undefined && second === undefined) return only
  if (only !== undefined)
    throw new CliError({
      code: 'name_ambiguous',
      exit: 'usage',
      message: `"${text}" is the name of ${found.length} ${what}s.`,
      fix: `Say which by its id: ${found.map(({ id, names }) => `${id} (${names.join(', ')})`).join('; ')}.`,
      suggestions: found.map(({ id }) => id),
    })
  throw await unknownName(wanted, candidates)
}

async function unknownName(
  { what, text, of, listedBy }: Wanted,
  candidates: readonly Candidate[],
): Promise<CliError> {
  const { nearNames } = await import('../command-line/near-names.ts')
  const near = shownNames(
    nearNames(
      text,
      candidates.flatMap((one) => one.names),
    ),
    candidates,
  )
  const few = candidates.length <= 8 ? candidates.map(shownName) : []
  const hint =
    near.length > 0
      ? ` Did you mean "${near.join('" or "')}"?`
      : few.length > 0
        ? ` There is "${few.join('", "')}".`
        : ''
  return new CliError({
    code: 'name_unknown',
    exit: 'usage',
    message: `There is no ${what} "${text}"${of === undefined ? '' : ` of ${of}`}.${hint}`,
    fix: `bindery ${listedBy}`,
    suggestions: near.length > 0 ? near : few,
  })
}

const shownName = ({ id, names }: Candidate): string => names[0] ?? id

/** What is near is shown by its best name, once. */
const shownNames = (near: readonly string[], candidates: readonly Candidate[]): readonly string[] => [
  ...new Set(near.flatMap((name) => candidates.filter(({ names }) => names.includes(name)).map(shownName))),
]
