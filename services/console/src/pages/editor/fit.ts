/** Kinds of values that a machine tells apart. */
type Shape = 'text' | 'number' | 'truth' | 'other'

function shapeOf(type: string): Shape {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'truth'
    case 'object':
    case 'array':
      return 'other'
    default:
      return 'text'
  }
}

/** Whether a parameter of this type can fill an argument of that JSON type as it is: numbers may be written as text. */
export function fits(parameterType: string, jsonType: string): boolean {
  const from = shapeOf(parameterType)
  const to = shapeOf(jsonType)
  return from === to || (from === 'number' && to === 'text')
}

/** What somebody typed as a value of this JSON type; undefined when it is none. */
export function toConstant(text: string, jsonType: string): { readonly value: unknown } | undefined {
  switch (shapeOf(jsonType)) {
    case 'number':
      return toNumber(text.trim(), jsonType)
    case 'truth':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : undefined
    case 'text':
      return { value: text }
    case 'other':
      return fromJson(text)
  }
}

/** Decimal, and exactly what was typed: a number that would be rounded is none. */
function toNumber(text: string, jsonType: string): { readonly value: number } | undefined {
  const value = Number(text)
  const isWhole = /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(value)
  const isFraction = jsonType === 'number' && text.length <= 17 && /^-?\d{1,15}\.\d{1,15}$/.test(text)
  return isWhole || isFraction ? { value } : undefined
}

function fromJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) satisfies unknown }
  } catch {
    return undefined
  }
}
