import { expect, test } from 'vitest'
import { templateParams } from './source-params.ts'

test.each<[string, readonly string[]]>([
  ['project = {project} and status = {status}', ['project', 'status']],
  ['{a} or {a}', ['a']],
  ['{{"name":{name}}}', ['name']],
  ['{{not_one}} {one}', ['one']],
  ['no place', []],
  ['{open', []],
])('the parameters of %s', (template, names) => {
  expect(templateParams(template)).toEqual(names)
})
