import { expect, test } from 'vitest'
import { lineText, visible, visibleOnOneLine } from './line.ts'

test.each([
  ['a colour', '\u001b[31mred', '\\u001b[31mred'],
  ['the title of the window (OSC)', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
  ['a link (OSC 8)', '\u001b]8;;http://evil\u001b\\here', '\\u001b]8;;http://evil\\u001b\\here'],
  ['the clipboard (OSC 52)', '\u001b]52;c;aGk=\u0007', '\\u001b]52;c;aGk=\\u0007'],
  ['the same by one character of C1', '\u009b2J\u009d0;x\u009c', '\\u009b2J\\u009d0;x\\u009c'],
  ['going back over the line', 'safe\rrm -rf', 'safe\\u000drm -rf'],
  ['rubbing out', 'a\b\u007fb', 'a\\u0008\\u007fb'],
  ['the direction of text', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
  ['plain text in any script', 'naïve Ωμέγα 数据 😀\n\tb', 'naïve Ωμέγα 数据 😀\n\tb'],
])('%s is written out', (_, text, shown) => expect(visible(text)).toBe(shown))

test('a cell stays on its line', () => expect(visibleOnOneLine('a\nb\tc')).toBe('a\\nb c'))

test('only styles of our own colour a line', () => {
  expect(lineText(['a', { style: 'red', text: '\u001b[0mb' }], 'colour')).toBe(
    'a\u001b[31m\\u001b[0mb\u001b[39m',
  )
  expect(lineText(['a', { style: 'red', text: 'b' }], 'plain')).toBe('ab')
})
