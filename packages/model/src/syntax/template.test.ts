import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTemplate, parseTemplate, templateParameters, type TemplateStretch } from './template.ts'

test.each<[string, readonly TemplateStretch[]]>([
  ['a = {b}', [{ text: 'a = ' }, { param: 'b' }]],
  ['{a}{b}', [{ param: 'a' }, { param: 'b' }]],
  ['{{"a":{b}}}', [{ text: '{"a":' }, { param: 'b' }, { text: '}' }]],
  ['{{{a}}}', [{ text: '{' }, { param: 'a' }, { text: '}' }]],
  ['no place', [{ text: 'no place' }]],
  ['{{a}}', [{ text: '{a}' }]],
  [
    'a = {b}{? and c = {d}?}{?{e} x?}?',
    [
      { text: 'a = ' },
      { param: 'b' },
      { text: ' and c = ', optional: 1 },
      { param: 'd', optional: 1 },
      { param: 'e', optional: 2 },
      { text: ' x', optional: 2 },
      { text: '?' },
    ],
  ],
  [
    '{{{?"a": {b}??}}}',
    [
      { text: '{' },
      { text: '"a": ', optional: 1 },
      { param: 'b', optional: 1 },
      { text: '?', optional: 1 },
      { text: '}' },
    ],
  ],
  ['{a}?}}', [{ param: 'a' }, { text: '?}' }]],
])('%s is read', (template, stretches) => {
  expect(parseTemplate(template)).toEqual({ ok: true, value: stretches })
})

test.each([
  '{',
  'a }',
  '{a',
  '{}',
  '{a b}',
  '{a{b}}',
  '{a} {"b":1}',
  '{{{',
  '{? {a}',
  '{? a ?}',
  '{??}',
  '{? {a} {? {b} ?} ?}',
  '{a} ?}',
])('%s is refused', (template) => {
  expect(parseTemplate(template)).toMatchObject({ ok: false })
  expect(templateParameters(template)).toEqual([])
})

test('a template that was read is written as it was', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('{a}', '{{', '}}', '"', "'", '{?', '?}', '?'))
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('')),
      (template) => {
        const parsed = parseTemplate(template)
        if (parsed.ok) expect(formatTemplate(parsed.value)).toBe(template)
      },
    ),
    { numRuns: 1000 },
  )
})
