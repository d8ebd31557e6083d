import { z } from 'zod'
import { calledOperations, type Pack } from '../../packages/packs/src/index.ts'
import { presetWords } from './preset-words.ts'

interface TypeRef {
  readonly kind: string
  readonly name?: string | null | undefined
  readonly ofType?: TypeRef | null | undefined
}
const TypeRef: z.ZodType<TypeRef> = z.lazy(() =>
  z.object({ kind: z.string(), name: z.string().nullish(), ofType: TypeRef.nullish() }),
)
const Input = z.object({ name: z.string(), type: TypeRef, defaultValue: z.string().nullish() })
const Field = z.object({ name: z.string(), args: z.array(Input), type: TypeRef })
const Type = z.object({
  kind: z.string(),
  name: z.string(),
  fields: z.array(Field).nullish(),
  inputFields: z.array(Input).nullish(),
  enumValues: z.array(z.object({ name: z.string() })).nullish(),
  possibleTypes: z.array(TypeRef).nullish(),
})
type Type = z.output<typeof Type>
const Introspected = z.object({
  __schema: z.object({
    queryType: z.object({ name: z.string() }),
    mutationType: z.object({ name: z.string() }).nullish(),
    types: z.array(Type),
  }),
})
const Document = z.union([z.object({ data: Introspected }).transform(({ data }) => data), Introspected])

/** What lists and failures are made of, whatever a preset says. */
const structure = ['nodes', 'edges', 'node', 'pageInfo', 'hasNextPage', 'message', 'field']

/** The root fields that a pack calls, as SDL, with the fields and arguments that its presets name. */
export function sliceGraphql(pack: Pack, text: string): string {
  const { __schema: schema } = Document.parse(JSON.parse(text))
  const slicing = new Slicing(pack, schema.types)
  const roots = [schema.queryType.name, schema.mutationType?.name ?? '']
  const [query = '', mutation = ''] = roots
  const head = [`query: ${query}`, ...(mutation === '' ? [] : [`mutation: ${mutation}`])]
  return `schema {\n  ${head.join('\n  ')}\n}\n\n${slicing.print(roots)}`
}

class Slicing {
  readonly #types: ReadonlyMap<string, Type>
  readonly #words: ReadonlySet<string>
  readonly #operations: ReadonlySet<string>
  /** Names of the types that are printed or will be. */
  readonly #reached: string[] = []

  constructor(pack: Pack, types: readonly Type[]) {
    this.#types = new Map(types.map((type) => [type.name, type]))
    this.#words = new Set([...presetWords(pack), ...structure])
    this.#operations = new Set(pack.presets.flatMap(({ binding }) => calledOperations(binding)))
  }

  print(roots: readonly string[]): string {
    const printed = roots.map((name) => this.#printFields(name, this.#operations))
    for (let at = 0; at < this.#reached.length; at += 1)
      printed.push(this.#printType(this.#reached[at] ?? ''))
    return `${printed.filter((text) => text !== '').join('\n\n')}\n`
  }

  #printType(name: string): string {
    const type = this.#types.get(name)
    if (type === undefined) return ''
    switch (type.kind) {
      case 'SCALAR':
        return ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name) ? '' : `scalar ${name}`
      case 'ENUM':
        return `enum ${name} {\n  ${(type.enumValues ?? []).map((value) => value.name).join('\n  ')}\n}`
      case 'INPUT_OBJECT': {
        const kept = (type.inputFields ?? []).filter(
          (field) => isRequired(field) || this.#words.has(field.name),
        )
        return `input ${name} {\n  ${kept.map((field) => this.#printInput(field)).join('\n  ')}\n}`
      }
      case 'UNION': {
        const members = (type.possibleTypes ?? []).filter((member) => this.#words.has(member.name ?? ''))
        return `union ${name} = ${members.map((member) => this.#reach(member)).join(' | ')}`
      }
      default:
        return this.#printFields(name, this.#words)
    }
  }

  #printFields(name: string, wanted: ReadonlySet<string>): string {
    const type = this.#types.get(name)
    const kept = (type?.fields ?? []).filter(
      ({ name: field }) => wanted.has(field) || field.endsWith('Errors'),
    )
    if (kept.length === 0) return ''
    const lines = kept.map((field) => {
      const args = field.args.filter((arg) => isRequired(arg) || this.#words.has(arg.name))
      const list = args.length === 0 ? '' : `(${args.map((arg) => this.#printInput(arg)).join(', ')})`
      return `${field.name}${list}: ${this.#reach(field.type)}`
    })
    return `${type?.kind === 'INTERFACE' ? 'interface' : 'type'} ${name} {\n  ${lines.join('\n  ')}\n}`
  }

  #printInput({ name, type, defaultValue }: z.output<typeof Input>): string {
    const written = defaultValue === null || defaultValue === undefined ? '' : ` = ${defaultValue}`
    return `${name}: ${this.#reach(type)}${written}`
  }

  /** Writes a type down, and sees to it that it is printed. */
  #reach({ kind, name, ofType }: TypeRef): string {
    if (ofType !== null && ofType !== undefined) {
      return kind === 'LIST' ? `[${this.#reach(ofType)}]` : `${this.#reach(ofType)}!`
    }
    const word = name ?? ''
    if (!this.#reached.includes(word)) this.#reached.push(word)
    return word
  }
}

const isRequired = ({ type, defaultValue }: z.output<typeof Input>): boolean =>
  type.kind === 'NON_NULL' && (defaultValue === null || defaultValue === undefined)
