import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type Output,
  ownProperty,
} from '@bindery/model'

/** Values of people that a run was told by its providers, by how far they may be repeated. */
export interface HeardValues {
  /** Of class `contact`: kept in no record. */
  readonly contact: Json[]
  /** Of every class above: told to nobody. */
  readonly above: Json[]
}

export const nothingHeard = (): HeardValues => ({ contact: [], above: [] })

/** Notes what an answer holds of people, so that no later provider repeats it in an error. */
export function hear(heard: HeardValues, outputs: readonly Output[], output: JsonObject): void {
  for (const declared of outputs) {
    const value = ownProperty(output, declared.leaf)
    if (value === undefined || value === null) continue
    if (declared.kind === 'rows') {
      const rows = isJsonArray(value) ? value.filter(isJsonObject) : []
      for (const row of rows) hear(heard, declared.fields, row)
    } else if (declared.sensitivity === 'contact') heard.contact.push(value)
    else if (declared.sensitivity !== 'none') heard.above.push(value)
  }
}
