import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

/** Kinds of words of an expression, as far as colours go. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^\/\*[\s\S]*?\*\//, 'comment'],
  [/^"(?:[^"\\]|\\.)*"?/, 'string'],
  [/^'(?:[^'\\]|\\.)*'?/, 'string'],
  [/^`[^`]*`?/, 'propertyName'],
  [/^\$[\p{L}_][\p{L}\p{N}_]*/u, 'function'],
  [/^\$+/, 'self'],
  [/^\d+(?:\.\d+)?(?:e[+-]?\d+)?/i, 'number'],
  [/^(?:and|or|in)\b/, 'keyword'],
  [/^(?:true|false|null)\b/, 'atom'],
  [/^[\p{L}_][\p{L}\p{N}_]*/u, 'propertyName'],
  [/^(?:~>|\?\?|\?:|!=|<=|>=|[-+*/%=<>&?:^|])/, 'operator'],
  [/^[()[\]{}.,;]/, 'punctuation'],
]

const parser: StreamParser<null> = {
  name: 'jsonata',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null
    const found = words.find(([pattern]) => stream.match(pattern) !== null)
    if (found === undefined) stream.next()
    return found?.[1] ?? null
  },
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', '`'] } },
  tokenTable: { function: tags.function(tags.variableName), self: tags.self },
}

const colours = HighlightStyle.define([
  { tag: tags.function(tags.variableName), color: 'var(--accent)' },
  { tag: tags.self, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.propertyName, color: 'var(--text)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.atom], color: 'var(--warn)' },
  { tag: tags.keyword, color: 'var(--text-2)', fontWeight: '600' },
  { tag: [tags.operator, tags.punctuation], color: 'var(--text-2)' },
  { tag: tags.comment, color: 'var(--text-3)' },
])

/** JSONata in the colours of the console's tokens, so that both themes are the page's own. */
export const expressionLanguage: Extension = [StreamLanguage.define(parser), syntaxHighlighting(colours)]
