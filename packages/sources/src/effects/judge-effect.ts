import {
  type Effect,
  type EffectEvidence,
  graverEffect,
  isGraverEffect,
  isWrite,
  type Operation,
} from '@bindery/model'
import type { EffectClaim } from './claim.ts'
import { argumentVoices } from './read-arguments.ts'
import { readName, type NameReadings, type Reading } from './read-name.ts'
import { readSentence, type Statement } from './read-sentence.ts'
import { spokenWords } from './spoken-words.ts'

export type JudgedEffect = Required<Pick<Operation, 'effect' | 'effectOrigin' | 'effectEvidence'>>

/**
 * Weighs what the protocol says against names, in a fixed order. A presumed read becomes a write only by a verb with its
 * object and no reading verb beside it; a presumed write becomes a read only by a reading verb and no word of writing; a
 * write only becomes graver. Where two readings are left, the graver one holds.
 */
export function judgeEffect(operation: Operation, claim: EffectClaim): JudgedEffect {
  const { says, because, by } = claim
  const ground: EffectEvidence = { by, says, because, certainty: claim.certainty }
  const spoken = claim.certainty === 'exact' ? [] : voicesOf(operation, claim)
  const effect = spoken.reduce<Effect | undefined>(
    (gravest, voice) => (gravest === undefined ? voice.says : graverEffect(gravest, voice.says)),
    undefined,
  )
  const held = settle(claim, effect)
  return {
    effect: held,
    effectOrigin: held !== says ? 'inferred' : by === 'operator' ? 'operator' : 'declared',
    effectEvidence: [ground, ...spoken],
  }
}

function settle({ says, certainty }: EffectClaim, spoken: Effect | undefined): Effect {
  if (spoken === undefined) return says
  return certainty === 'floor' ? graverEffect(says, spoken) : spoken
}

/** What names say against the claim; empty where they leave it as it is. */
function voicesOf(operation: Operation, claim: EffectClaim): readonly EffectEvidence[] {
  const named = namesOf(operation, claim)
  const given = argumentVoices(operation)
  if (isWrite(claim.says)) {
    const isPresumed = claim.certainty === 'presumed' && given.length === 0
    return [...given, ...writeVoices(operation, { ...claim, isPresumed }, named)]
  }
  const voices = [...given, ...readVoices(operation, claim, named)]
  if (claim.isCatchAll !== true || voices.length > 0 || named.readings.reads.length > 0) return voices
  return [{ by: named.by, says: 'action', because: `no reading verb in ${cut(named.text)}` }]
}

/** Everything that is said of an operation in words. */
interface Words {
  readonly by: 'name' | 'path'
  readonly text: string
  readonly readings: NameReadings
  readonly path: NameReadings
  readonly pathText: string
  /** Where it belongs: segments of the path and dotted parts of the name that stand before the last one. */
  readonly places: readonly string[]
  readonly title: Statement | undefined
  readonly description: Statement | undefined
}

function namesOf(operation: Operation, { name, path = [] }: EffectClaim): Words {
  const pathText = path.join('/')
  const pathReadings = readPath(path)
  return {
    by: name === undefined ? 'path' : 'name',
    text: name ?? pathText,
    readings: name === undefined ? pathReadings : readName(name),
    path: pathReadings,
    pathText,
    places: [...path.slice(0, -1), ...(name ?? '').split('.').slice(0, -1)],
    title: readSentence(operation.title ?? ''),
    description: readSentence(operation.description ?? ''),
  }
}

/** The last literal segment holds the verb of a path; before it only a segment that is a verb and nothing else does. */
function readPath(path: readonly string[]): NameReadings {
  const last = readName(path.at(-1) ?? '')
  const context = path.length > 1
  const withContext = (reading: Reading): Reading => ({ ...reading, hasObject: reading.hasObject || context })
  const earlier = path
    .slice(0, -1)
    .map(readName)
    .flatMap(({ writes }) => writes.filter(({ isCertain, hasObject }) => isCertain && !hasObject))
  return {
    reads: last.reads.map(withContext),
    writes: [...last.writes, ...earlier].map(withContext),
    mentionsWriting: last.mentionsWriting || earlier.length > 0,
  }
}

/** What turns a presumed read into a write. */
function readVoices(operation: Operation, { isHint }: EffectClaim, words: Words): readonly EffectEvidence[] {
  const { reads, writes } = words.readings
  const named = (reading: Reading): EffectEvidence => voice(words.by, reading, words.text)
  const hinted = isHint === true ? statementsOf(words) : []
  if (hinted.length > 0) return [...writes.map(named), ...hinted]
  if (reads.length > 0) return writes.filter(({ isJoined }) => isJoined).map(named)
  const takesSomething = operation.arguments.some(({ role }) => role === undefined)
  const certain = writes.filter(({ isCertain, hasObject }) => isCertain && (hasObject || takesSomething))
  if (certain.length > 0) return certain.map(named)
  const sentences = statementsOf(words)
  if (writes.length === 0) return [...silentSentences(words, sentences), ...silentPath(words)]
  const isProved = sentences.length > 0 && writes.some(({ hasObject }) => hasObject)
  return isProved ? [...writes.map(named), ...sentences] : []
}

/** Sentences that say that something is changed. A homograph of a name is a verb beside one. */
function statementsOf({ title, description }: Words): readonly EffectEvidence[] {
  return [sentenceVoice('title', title), sentenceVoice('description', description)].flat()
}

function sentenceVoice(by: 'title' | 'description', said: Statement | undefined): readonly EffectEvidence[] {
  if (said === undefined || !isWrite(said.says) || !said.hasObject) return []
  return [{ by, says: said.says, because: said.verbs.join(' ') }]
}

/** A name without any verb that we know leaves it to the title, or to a description of what the operation does. */
function silentSentences(words: Words, sentences: readonly EffectEvidence[]): readonly EffectEvidence[] {
  const isTold = words.description?.isThirdPerson === true && / |_|[a-z][A-Z]/.test(words.text)
  return sentences.filter(({ by }) => by === 'title' || isTold)
}

function silentPath({ by, path, pathText }: Words): readonly EffectEvidence[] {
  if (by === 'path' || path.reads.length > 0) return []
  const plain = path.writes.filter(({ isCertain, hasObject }) => isCertain && hasObject)
  return plain.map((reading) => voice('path', reading, pathText))
}

/** What says which write a write is, or turns a presumed one into a read. */
function writeVoices(
  operation: Operation,
  claim: EffectClaim & { readonly isPresumed: boolean },
  words: Words,
): readonly EffectEvidence[] {
  const [reading] = words.readings.reads
  if (claim.isPresumed && reading !== undefined && isOnlyRead(operation, words)) {
    return [voice(words.by, reading, words.text)]
  }
  const decided = decidedVoices(words)
  if (decided.length > 0) return decided
  // What is only doubtful does not make it milder than it is without.
  const graver = doubtfulVoices(words).filter(({ says }) => isGraverEffect(says, claim.says))
  if (graver.length > 0) return graver
  return reading !== undefined && claim.says === 'create' ? [unsure(words)] : []
}

/** Verbs of the name and the title; empty where the name has none, or doubtful ones only, and the title says nothing. */
function decidedVoices({ by, text, readings, title }: Words): readonly EffectEvidence[] {
  const byTitle = sentenceVoice('title', title)
  const isDecided = byTitle.length > 0 || readings.writes.some(({ isDoubtful }) => !isDoubtful)
  return isDecided ? [...readings.writes.map((write) => voice(by, write, text)), ...byTitle] : []
}

function doubtfulVoices({
  by,
  text,
  readings,
  path,
  pathText,
  description,
}: Words): readonly EffectEvidence[] {
  const isSilent = readings.writes.length === 0 && readings.reads.length === 0
  return [
    ...readings.writes.map((write) => voice(by, write, text)),
    ...(isSilent && by === 'name' ? path.writes.map((write) => voice('path', write, pathText)) : []),
    ...sentenceVoice('description', description),
  ]
}

/** It is named like a read and something speaks against that, so it adds nothing either: it just happens. */
const unsure = ({ by, text }: Words): EffectEvidence => ({
  by,
  says: 'action',
  because: `read or write: ${cut(text)}`,
})

/** Named as a read, and no word of its name, its title or its description says otherwise; and it answers something. */
function isOnlyRead(operation: Operation, words: Words): boolean {
  const { readings, path, title, description } = words
  if (!readings.reads.some(({ behind }) => behind === undefined || isNoun(behind, words))) return false
  const isSaidToWrite = [title, description].some((said) => said !== undefined && isWrite(said.says))
  if (readings.writes.length > 0 || readings.mentionsWriting || isSaidToWrite) return false
  return !path.writes.some(({ isCertain }) => isCertain) && operation.returns !== undefined
}

function voice(by: 'name' | 'path', reading: Reading, text: string): EffectEvidence {
  return { by, says: reading.says, because: `${reading.verb} of ${cut(text)}` }
}

const cut = (text: string): string => text.slice(0, 120).toWellFormed()

/** A plural, or a word of what stands before the last part of its path or its name: what is read, not what is done to it. */
function isNoun(word: string, { places }: Words): boolean {
  const stem = stemOf(word)
  return stem !== word || places.some((place) => spokenWords(place).some(({ text }) => stemOf(text) === stem))
}

const stemOf = (word: string): string => word.replace(/(?<=[^su])s$/, '')
