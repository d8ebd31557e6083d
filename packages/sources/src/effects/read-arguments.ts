import {
  type Argument,
  type Effect,
  type EffectEvidence,
  graverEffect,
  isWrite,
  type Operation,
} from '@bindery/model'
import { readName } from './read-name.ts'

/**
 * What the arguments of an operation say that it does: one that takes the place of the method (`_method`,
 * `X-HTTP-Method-Override`), and a required one whose every allowed value names an act (`Action: DeleteUser`).
 */
export function argumentVoices({ arguments: all }: Operation): readonly EffectEvidence[] {
  return all.flatMap((argument) => {
    const says = isMethodOverride(argument.name) ? overridden(argument) : named(argument)
    return says === undefined || !isWrite(says) ? [] : [{ by: 'argument', says, because: because(argument) }]
  })
}

const because = ({ name }: Argument): string => `argument ${name.slice(0, 120).toWellFormed()}`

/** Names by which frameworks let a request say another method than its own. */
const isMethodOverride = (name: string): boolean =>
  ['method', 'httpmethod', 'xhttpmethod', 'xmethodoverride', 'xhttpmethodoverride'].includes(
    name.toLowerCase().replaceAll(/[_-]/g, ''),
  ) && /^_|^x-|http/i.test(name)

/** The gravest method that it may say; any, where none are listed. */
function overridden(argument: Argument): Effect {
  const values = valuesOf(argument)
  return values === undefined ? 'delete' : values.map(effectOfMethod).reduce(graverEffect, 'read')
}

function effectOfMethod(value: string): Effect {
  switch (value.toUpperCase()) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
      return 'read'
    case 'POST':
      return 'action'
    case 'PUT':
    case 'PATCH':
      return 'update'
    default:
      return 'delete'
  }
}

/**
 * The gravest act that its values name; undefined where one of them names none: then they are what is asked about. Bare verbs
 * are acts where one of them reads (`list`, `delete`): of what has happened nobody asks for that.
 */
function named(argument: Argument): Effect | undefined {
  // A required argument with one value is filled by us, and so no longer asked for.
  const isSent = argument.required || argument.default !== undefined
  const values = isSent ? valuesOf(argument) : undefined
  if (values === undefined || values.length === 0) return undefined
  const isBare = values.length === 1 || values.some((value) => actOf(value, true) === 'read')
  const acts = values.map((value) => actOf(value, isBare))
  return acts.reduce<Effect | undefined>(
    (gravest, act) => (gravest === undefined || act === undefined ? undefined : graverEffect(gravest, act)),
    'read',
  )
}

/** `DeleteUser`; `delete` alone where no other value is allowed. */
function actOf(value: string, isAlone: boolean): Effect | undefined {
  const { reads, writes } = readName(value)
  const certain = [...reads, ...writes].filter(
    ({ isCertain, hasObject }) => isCertain && (hasObject || isAlone),
  )
  if (reads.length > 0)
    return certain
      .filter(({ isJoined }) => isJoined)
      .map(({ says }) => says)
      .reduce(graverEffect, 'read')
  return certain.length === 0 ? undefined : certain.map(({ says }) => says).reduce(graverEffect)
}

function valuesOf({ type }: Argument): readonly string[] | undefined {
  return type.kind === 'enum' ? type.values.map(String) : undefined
}
