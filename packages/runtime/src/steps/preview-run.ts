import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type SkillParameter,
  type SkillStep,
} from '@bindery/model'
import type { GateContext } from '../gate.ts'
import type { PreparedStep } from '../prepare-skill.ts'
import { previewCall } from '../preview-call.ts'
import { toPlatformError } from '../to-platform-error.ts'
import { type Place, placeFor } from './typed-places.ts'

/**
 * What a run would send. Of a skill of several steps the first request exactly, and the later ones with typed places where
 * values of earlier steps go: nothing is read to fill them. Throws as `previewCall` does, for the first request.
 */
export async function previewRun(context: GateContext): Promise<Json> {
  const { prepared } = context
  if (prepared.steps === undefined) return previewCall(context, prepared)
  const steps: Json[] = []
  for (const step of prepared.steps) steps.push(await previewStep(context, step))
  return { kind: 'steps', steps }
}

/** One request; `known` gives the values of earlier steps that may be shown, and typed places stand for the others. */
export async function previewStep(
  context: GateContext,
  { step, operation }: PreparedStep,
  known: (parameter: string) => Json | undefined = () => undefined,
): Promise<Json> {
  const head = headOf(step)
  const own = step.skill.parameters.filter(({ origin }) => origin !== 'step')
  const places = placesOf(step).filter(({ parameter }) => known(parameter) === undefined)
  const given = objectFrom([
    ...own.flatMap(({ name }) => {
      const value = context.params[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
    ...step.wires.flatMap(({ parameter }) => {
      const value = known(parameter)
      return value === undefined ? [] : [[parameter, value] as const]
    }),
    ...places.map(({ parameter, place }) => [parameter, place.value] as const),
  ])
  if (step.wires.length === 0)
    return { ...head, ...asObject(await previewCall({ ...context, params: given }, operation)) }
  // A place of a certain form cannot always be stood in for: then what goes where is said instead.
  const shown = await previewCall({ ...context, params: given }, operation).catch((error: unknown) => {
    const { code } = toPlatformError(error)
    if (code === 'internal_error') throw error
    return { gives: step.wires.map(({ name }) => name) }
  })
  return {
    ...head,
    ...asObject(
      withNames(
        shown,
        places.map(({ place }) => place),
      ),
    ),
  }
}

function headOf({ id, skill, take, forEach }: SkillStep): JsonObject {
  return {
    step: id,
    integration: skill.integration,
    operation: skill.operation,
    ...(take === undefined ? {} : { take: take.how }),
    ...(forEach === undefined ? {} : { forEach }),
  }
}

function placesOf({
  skill,
  wires,
}: SkillStep): readonly { readonly parameter: string; readonly place: Place }[] {
  const typeOf = (name: string): SkillParameter['type'] | undefined =>
    skill.parameters.find((parameter) => parameter.name === name)?.type
  return wires.map(({ parameter, name }, at) => ({ parameter, place: placeFor(name, typeOf(parameter), at) }))
}

const asObject = (shown: Json): JsonObject => (isJsonObject(shown) ? shown : {})

/** The same with the names of places where their values stand, in texts and as they are. */
function withNames(shown: Json, places: readonly Place[]): Json {
  if (isJsonArray(shown)) return shown.map((item) => withNames(item, places))
  if (isJsonObject(shown))
    return objectFrom(Object.entries(shown).map(([name, value]) => [name, withNames(value, places)] as const))
  const same = places.find(({ token }) => token !== undefined && token === shown)
  if (same !== undefined) return same.shown
  if (typeof shown !== 'string') return shown
  return places.reduce((text, { token, shown: name }) => {
    if (token === undefined) return text
    const plain = String(token)
    return text.replaceAll(encodeURIComponent(plain), name).replaceAll(plain, name)
  }, shown)
}
