import { fingerprint, type JsonObject, objectFrom, ownProperty } from '@bindery/model'
import { needsVerifiedCaller, type RunnableSkill } from '@bindery/runtime'

export interface CallCircumstances {
  /** What the runtime sent with the call. */
  readonly given: JsonObject
  /** What the caller proved of themselves; undefined for nobody in particular. */
  readonly proved: JsonObject | undefined
  /** The conversation that the platform asks about, when what it learns of it can be sent. */
  readonly conversation: string | undefined
}

/**
 * What of its circumstances makes a call this one and no other, as `SkillCall.told`: what the caller sent and the skill
 * reads, and, where that matters to the skill, of which conversation and who the caller proved to be. What was learnt of the
 * conversation is not in it: it may be another thing for a retry, which is the same call. Empty for most calls.
 */
export function toldOf(
  runnable: RunnableSkill,
  { given, proved, conversation }: CallCircumstances,
): { readonly told?: JsonObject } {
  const read = runnable.skill.parameters.filter(({ origin }) => origin === 'context').map(({ name }) => name)
  const sent = read.filter((name) => !isFilled(name)).sort()
  const parts = sent.flatMap((name) => {
    const value = ownProperty(given, name)
    return value === undefined ? [] : [[`context.${name}`, value] as const]
  })
  const isPersonal = needsVerifiedCaller(runnable) || read.some(isVerified)
  const person = isPersonal && proved !== undefined ? [['proved', fingerprint(proved)] as const] : []
  const asked = conversation === undefined ? [] : [['conversation', conversation] as const]
  const told = [...parts, ...person, ...asked]
  return told.length === 0 ? {} : { told: objectFrom(told) }
}

const isVerified = (name: string): boolean => name.startsWith('verified_')

/** Names that the platform fills whatever was sent. */
const isFilled = (name: string): boolean =>
  name === 'agent_uuid' || name === 'current_datetime' || isVerified(name)
