import { tests, types, type Walk } from './walk.ts'

const folder = 'packages/compiler/src/rules'

const rule = `import { setting } from './fixes.ts'
import type { Rule } from './rule.ts'

/** \`tool_name_spaced\`: a name neither begins nor ends with a space, which nobody sees. */
export const toolNameTrimmed: Rule = ({ binding, report }) => {
  const trimmed = binding.toolName.trim()
  if (trimmed === binding.toolName) return
  report({
    code: 'tool_name_spaced',
    severity: 'warning',
    path: ['toolName'],
    message: 'The name begins or ends with a space.',
    suggestions: [trimmed],
    fixes: [setting(\`Use "\${trimmed}"\`, ['toolName'], trimmed)],
  })
}
`

const table = `import { expect, test } from 'vitest'
import { codesOf, readContact } from '../testing/test-catalog.ts'

test.each([
  ['Find contact', []],
  [' Find contact', ['tool_name_spaced toolName']],
  ['Find contact ', ['tool_name_spaced toolName']],
])('%j: %j', (toolName, codes) => {
  expect(codesOf({ ...readContact, toolName })).toEqual(codes)
})
`

export const compilerRule: Walk = {
  heading: 'Compiler rule',
  names: { rule: 'tool-name-trimmed' },
  changes: [
    { file: `${folder}/tool-name-trimmed.ts`, is: rule },
    { file: `${folder}/tool-name-trimmed.test.ts`, is: table },
    { file: `${folder}/index.ts`, imports: `import { toolNameTrimmed } from './tool-name-trimmed.ts'\n` },
    { file: `${folder}/index.ts`, list: 'export const rules', text: '  toolNameTrimmed,\n' },
  ],
  proofs: [
    types('packages/compiler'),
    tests([`${folder}/registry.test.ts`, `${folder}/tool-name-trimmed.test.ts`]),
  ],
}
