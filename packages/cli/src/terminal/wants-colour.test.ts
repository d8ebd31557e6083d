import { expect, test } from 'vitest'
import { wantsColour } from './wants-colour.ts'

test.each([
  ['nothing said', {}, false, true],
  ['--no-color', { FORCE_COLOR: '1' }, true, false],
  ['NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  ['an empty NO_COLOR', { NO_COLOR: '' }, false, true],
  ['FORCE_COLOR on a dumb terminal', { FORCE_COLOR: '1', TERM: 'dumb' }, false, true],
  ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false, false],
  ['a dumb terminal', { TERM: 'dumb' }, false, false],
  ['CI', { CI: 'true' }, false, false],
])('%s', (...[, environment, isRefused, wanted]) => expect(wantsColour(environment, isRefused)).toBe(wanted))
