export {
  formatTemplate,
  mostOptionalParts,
  neededParameters,
  optionalParts,
  parseTemplate,
  sourceParameters,
  type TemplateStretch,
} from './template.ts'
export { textSyntaxOf, type TextSyntaxName } from './registry.ts'
export { type Enclosure, type TextSyntax } from './text-syntax.ts'
export { type LiteralKind, literalKindOf, writeLiteral } from './write-literal.ts'
