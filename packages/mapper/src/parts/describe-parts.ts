import { isWrite, type Operation } from '@bindery/model'
import { isAcceptedLine, type LineDecision } from '../decisions.ts'
import type { DraftLine } from '../draft/lines.ts'
import type { DraftQuestion } from '../draft/questions.ts'
import { tableMode } from '../draft/table-mode.ts'
import { partLine, type SaidPart } from './part.ts'
import type { LostPart } from './fit-parts.ts'

interface PartScene {
  readonly operation: Operation
  readonly decisions: readonly LineDecision[]
}

/** A line for each part of a draft, named after what it says. */
export function partLines(parts: readonly SaidPart[], scene: PartScene): readonly DraftLine[] {
  return parts.map((said): DraftLine => {
    const { name, place } = partLine(said.part)
    const isDecided = isAcceptedLine(scene.decisions, { kind: 'input', name, place })
    const why = said.by === 'model' ? 'chosen by the model' : `the goal says "${said.words.join(' ')}"`
    const isSaid = said.by === 'model' || said.words.length > 0
    const isRead = said.part.kind !== 'constant' && said.part.kind !== 'limit' && !isTable(scene.operation)
    return {
      kind: 'input',
      name,
      place,
      strength: isDecided ? 'strong' : isAsked(said, scene) ? 'weak' : 'fair',
      signals: [
        ...(isDecided ? ['chosen by a person'] : []),
        isSaid ? why : 'goes with the line before',
        'the same in every call',
        ...(isRead ? ['tested after reading'] : []),
      ],
      others: said.rivals ?? [],
    }
  })
}

/** Asked of each part that could be about something else, and of each value that a change always writes. */
export function askForParts(parts: readonly SaidPart[], scene: PartScene): readonly DraftQuestion[] {
  return parts.flatMap((said): DraftQuestion[] => {
    const { name, place } = partLine(said.part)
    const isDecided = isAcceptedLine(scene.decisions, { kind: 'input', name, place })
    if (isDecided || !isAsked(said, scene)) return []
    const [rival] = said.rivals ?? []
    const other =
      rival === undefined
        ? isCut(said, scene)
          ? ' of what one call reads, and the provider may have more'
          : ''
        : `, and it could as well be "${rival}"`
    const told = said.words.length === 0 ? '' : `The goal says "${said.words.join(' ')}": `
    return [{ about: 'goal', name: place, question: `${told}"${place}" ${name}${other}. Is that meant?` }]
  })
}

/** Asked of what a goal says and the draft cannot do. */
export function askForLost(lost: readonly LostPart[]): readonly DraftQuestion[] {
  const told = new Map<string, DraftQuestion>()
  for (const { part, reason } of lost) {
    const words = part.words.join(' ')
    const { name, place } = partLine(part.part)
    const said = words === '' ? `"${place}" ${name}` : `"${words}"`
    const question = `The goal says ${said}, and the draft leaves it out. ${reason}`
    if (words !== '' || part.phrase === undefined)
      told.set(part.phrase ?? said, { about: 'goal', name: place, question })
  }
  return [...told.values()]
}

function isAsked(said: SaidPart, scene: PartScene): boolean {
  const { part, rivals = [] } = said
  return (
    rivals.length > 0 ||
    said.isGuess === true ||
    isCut(said, scene) ||
    (part.kind === 'constant' && isWrite(scene.operation.effect))
  )
}

/** Rows are put in order after reading, of which the provider may have more. */
const isCut = ({ part }: SaidPart, { operation }: PartScene): boolean =>
  part.kind === 'order' &&
  !isTable(operation) &&
  (operation.pagination !== undefined || operation.arguments.some(({ role }) => role === 'pagination'))

const isTable = (operation: Operation): boolean => tableMode(operation) !== undefined
