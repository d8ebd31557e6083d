import type {
  ConstDirectiveNode,
  DefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  TypeDefinitionNode,
  TypeExtensionNode,
  TypeNode,
} from 'graphql'
import { Kind } from 'graphql'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { toJson } from './read-constant.ts'
import { DirectiveUse } from './directive-use.ts'
import {
  type FieldPart,
  type InputPart,
  isUsableName,
  type SchemaParts,
  type TypeKind,
  type TypePart,
} from './schema-parts.ts'
import { maxWrappers, TypeWords, wrapperCode } from './type-words.ts'

/** Definitions of one file; `file` is empty when there is only one. */
export interface SdlFile {
  readonly file: string
  readonly definitions: readonly DefinitionNode[]
}

/**
 * Reads type definitions and their extensions. Total: nothing is validated; what is defined twice counts once and what
 * GraphQL does not allow is left out, each with an issue.
 */
export function readSdl(files: readonly SdlFile[], log: IssueLog): SchemaParts {
  const reader = new SdlReader(log)
  for (const file of files) reader.read(file)
  return reader.finish()
}

type AnyTypeNode = TypeDefinitionNode | TypeExtensionNode

const kindOf = {
  [Kind.SCALAR_TYPE_DEFINITION]: 'SCALAR',
  [Kind.SCALAR_TYPE_EXTENSION]: 'SCALAR',
  [Kind.OBJECT_TYPE_DEFINITION]: 'OBJECT',
  [Kind.OBJECT_TYPE_EXTENSION]: 'OBJECT',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'INTERFACE',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'INTERFACE',
  [Kind.UNION_TYPE_DEFINITION]: 'UNION',
  [Kind.UNION_TYPE_EXTENSION]: 'UNION',
  [Kind.ENUM_TYPE_DEFINITION]: 'ENUM',
  [Kind.ENUM_TYPE_EXTENSION]: 'ENUM',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'INPUT_OBJECT',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'INPUT_OBJECT',
} as const satisfies Record<AnyTypeNode['kind'], TypeKind>

interface TypeDraft {
  readonly kind: TypeKind
  readonly pointer: string
  description?: string
  specifiedBy?: string
  isOneOf: boolean
  isDefined: boolean
  readonly fields: Map<string, FieldPart>
  readonly interfaces: Set<string>
  readonly members: Set<string>
  readonly values: Set<string>
}

class SdlReader {
  readonly #log: IssueLog
  readonly #types = new Map<string, TypeDraft>()
  readonly #roots: { query?: string; mutation?: string } = {}
  readonly #directives: DirectiveUse
  readonly #words = new TypeWords()
  #hasSchema = false
  #description: string | undefined
  #file = ''

  constructor(log: IssueLog) {
    this.#log = log
    this.#directives = new DirectiveUse(log)
  }

  read({ file, definitions }: SdlFile): void {
    this.#file = file
    for (const node of definitions) this.#readDefinition(node)
  }

  finish(): SchemaParts {
    this.#directives.report()
    const types = new Map<string, TypePart>()
    for (const [name, draft] of this.#types) types.set(name, toPart(name, draft))
    const usual = this.#hasSchema ? {} : { query: 'Query', mutation: 'Mutation' }
    const description = this.#description
    return {
      ...(description === undefined ? {} : { description }),
      roots: { ...usual, ...this.#roots },
      types,
    }
  }

  #readDefinition(node: DefinitionNode): void {
    switch (node.kind) {
      case Kind.SCHEMA_DEFINITION:
      case Kind.SCHEMA_EXTENSION:
        for (const { operation, type } of node.operationTypes ?? []) {
          if (operation !== 'subscription') this.#roots[operation] = type.name.value
        }
        this.#hasSchema ||= node.kind === Kind.SCHEMA_DEFINITION
        if (node.kind === Kind.SCHEMA_DEFINITION) this.#description = node.description?.value
        return
      case Kind.DIRECTIVE_DEFINITION:
        this.#directives.define(node.name.value)
        return
      case Kind.DIRECTIVE_EXTENSION:
        return
      case Kind.OPERATION_DEFINITION:
      case Kind.FRAGMENT_DEFINITION:
        this.#report(
          'definition_ignored',
          'A query or fragment is no part of a schema; it is left out.',
          node,
        )
        return
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_EXTENSION:
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.UNION_TYPE_EXTENSION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_EXTENSION:
        return this.#readType(node)
    }
  }

  #readType(node: AnyTypeNode): void {
    const name = node.name.value
    if (!isUsableName(name)) {
      this.#report('name_invalid', 'A type has a name that is reserved; it is left out.', node)
      return
    }
    const draft = this.#draftOf(node, name)
    if (draft === undefined) return
    this.#directives.use(node.directives, this.#pointer(node))
    for (const directive of node.directives ?? []) {
      if (directive.name.value === 'oneOf') draft.isOneOf = true
      if (directive.name.value === 'specifiedBy') draft.specifiedBy = textArgument(directive, 'url') ?? ''
    }
    this.#fill(draft, name, node)
  }

  #draftOf(node: AnyTypeNode, name: string): TypeDraft | undefined {
    const kind = kindOf[node.kind]
    const isExtension = node.kind.endsWith('Extension')
    const known = this.#types.get(name)
    if (known !== undefined && (known.kind !== kind || (known.isDefined && !isExtension))) {
      this.#report('type_duplicate', `"${name}" is defined twice; the first counts.`, node)
      return undefined
    }
    const draft = known ?? newDraft(kind, this.#pointer(node))
    if (!isExtension) draft.isDefined = true
    if ('description' in node && node.description !== undefined) draft.description = node.description.value
    this.#types.set(name, draft)
    return draft
  }

  #fill(draft: TypeDraft, name: string, node: AnyTypeNode): void {
    if ('fields' in node) for (const field of node.fields ?? []) this.#addField(draft, name, field)
    if ('interfaces' in node)
      for (const { name: implemented } of node.interfaces ?? []) draft.interfaces.add(implemented.value)
    if ('types' in node) for (const { name: member } of node.types ?? []) draft.members.add(member.value)
    if ('values' in node) for (const value of node.values ?? []) draft.values.add(value.name.value)
  }

  #addField(draft: TypeDraft, owner: string, node: FieldDefinitionNode | InputValueDefinitionNode): void {
    const name = node.name.value
    if (!isUsableName(name)) {
      this.#report('name_invalid', `"${owner}" has a field whose name is reserved; it is left out.`, node)
      return
    }
    if (draft.fields.has(name)) {
      this.#report('field_duplicate', `"${owner}.${name}" is defined twice; the first counts.`, node)
      return
    }
    const field = this.#readInput(node)
    const given = 'arguments' in node ? node.arguments : undefined
    if (given !== undefined && given.length > 0) field.arguments = this.#readArguments(given)
    draft.fields.set(name, field)
  }

  #readArguments(nodes: readonly InputValueDefinitionNode[]): readonly InputPart[] {
    const parts = new Map<string, InputPart>()
    for (const node of nodes) {
      const name = node.name.value
      if (isUsableName(name) && !parts.has(name)) parts.set(name, this.#readInput(node))
      else this.#report('field_duplicate', 'An argument is defined twice or reserved; it is left out.', node)
    }
    return [...parts.values()]
  }

  #readInput(node: FieldDefinitionNode | InputValueDefinitionNode): Draft<FieldPart> {
    const pointer = this.#pointer(node)
    const part: Draft<FieldPart> = {
      name: node.name.value,
      type: this.#wordsOf(node.type),
      arguments: none,
      pointer,
    }
    if (node.description !== undefined) part.description = node.description.value
    if ('defaultValue' in node && node.defaultValue !== undefined) part.default = toJson(node.defaultValue)
    if (node.directives === undefined || node.directives.length === 0) return part
    this.#directives.use(node.directives, pointer)
    const deprecated = node.directives.find((directive) => directive.name.value === 'deprecated')
    if (deprecated !== undefined) part.deprecated = textArgument(deprecated, 'reason') ?? ''
    return part
  }

  #wordsOf(node: TypeNode): string {
    let wrappers = 0
    let at = node
    for (let depth = 0; at.kind !== Kind.NAMED_TYPE; depth += 1) {
      if (depth === maxWrappers) return writeWords(node)
      wrappers = wrappers * 3 + (at.kind === Kind.LIST_TYPE ? wrapperCode.list : wrapperCode.nonNull)
      at = at.type
    }
    return this.#words.of(at.name.value, wrappers).text
  }

  #pointer(node: DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode): string {
    const start = ('name' in node ? node.name?.loc : node.loc)?.startToken
    const place = start === undefined ? '' : `${start.line}:${start.column}`
    return this.#file === '' ? place : `${this.#file}#${place}`
  }

  #report(
    code: string,
    message: string,
    node: DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode,
  ): void {
    this.#log.report({ code, severity: 'warning', message, pointer: this.#pointer(node) })
  }
}

const none: readonly InputPart[] = []

function newDraft(kind: TypeKind, pointer: string): TypeDraft {
  return {
    kind,
    pointer,
    isOneOf: false,
    isDefined: false,
    fields: new Map(),
    interfaces: new Set(),
    members: new Set(),
    values: new Set(),
  }
}

function toPart(name: string, draft: TypeDraft): TypePart {
  const { isDefined: _isDefined, fields, interfaces, members, values, ...facts } = draft
  return {
    ...facts,
    name,
    fields: [...fields.values()],
    interfaces: [...interfaces],
    members: [...members],
    values: [...values],
  }
}

/** Type words of any depth; that of the text was checked before it was parsed. */
function writeWords(node: TypeNode): string {
  switch (node.kind) {
    case Kind.NAMED_TYPE:
      return node.name.value
    case Kind.LIST_TYPE:
      return `[${writeWords(node.type)}]`
    case Kind.NON_NULL_TYPE:
      return `${writeWords(node.type)}!`
  }
}

function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}
