import { describe, expect, test } from 'vitest'
import { parseExpression } from './parse-expression.ts'

const problemsOf = (text: string) => {
  const parsed = parseExpression(text)
  return parsed.ok ? [] : parsed.failure
}
const messagesOf = (text: string) => problemsOf(text).map((problem) => problem.message)

describe('parseExpression refuses', () => {
  test.each([
    ['function($x){$x}', 'Functions cannot be defined.'],
    ['λ($x){$x}', 'Functions cannot be defined.'],
    ['$x := 1', 'Values cannot be assigned'],
    ['(1; 2)', 'Parentheses hold one expression'],
    ['$ ~> |a|{}|', 'Transforms "|...|...|" are not supported.'],
    ['$ ~> |a|{}, ["b"]|', 'Transforms "|...|...|" are not supported.'],
    ['$substring(?, 1)', 'Partial application "?" is not supported.'],
    ['**', '"**" is not supported.'],
    ['a.**.b', '"**" is not supported.'],
    ['a.b.%.c', 'The parent operator "%" is not supported.'],
    ['%', 'The parent operator "%" is not supported.'],
    ['a@$b.c', 'The bindings "@" and "#" are not supported.'],
    ['a#$i.b', 'The bindings "@" and "#" are not supported.'],
    ['a[0]#$i.b', 'The bindings "@" and "#" are not supported.'],
    ['a^(b)#$i.c', 'The bindings "@" and "#" are not supported.'],
    ['$a', 'There is no variable "$a".'],
    ['$sum', 'The function "$sum" is used as a value.'],
    ['$sum.constructor', 'The function "$sum" is used as a value.'],
    ['a.b("x")', 'There is no function "$b".'],
    ['$match(a, /(a+)+$/)', 'The regular expression repeats a group that repeats.'],
    ['$match(a, /(([a-z]{2,}|b)x)*/)', 'The regular expression repeats a group that repeats.'],
    ['a("x")', 'There is no function "$a".'],
    ['(a)("x")', 'Only the known functions can be called, by name'],
    ['uppercase(a)', 'Functions begin with a dollar sign'],
    ['$eval("1")', '"$eval" is not available. Text is never run as code.'],
    ['$map(a, $string)', '"$map" is not available. Use a path'],
    ['$now()', '"$now" is not available.'],
    ['$upercase(a)', 'There is no function "$upercase". Did you mean "$uppercase"?'],
    ['a ~> b', 'The right side of "~>" must be a function'],
    ['a ~> $unknown_thing', 'There is no function "$unknown_thing".'],
    ['a ~> $string()[0]', 'A filter behind "~>" has no effect.'],
    ['/a/', 'A regular expression may only stand as an argument'],
    ['$uppercase(/a/)', '"$uppercase" takes no regular expression.'],
    ['$match(a, /(?=a)/)', 'The regular expression uses look-around'],
    ['$match(a, /(a)\\1/)', 'The regular expression uses look-around'],
    ['$match(a, /(.{200}){200}/)', 'The regular expression'],
    ['$match(a, /.{501}/)', 'The regular expression is too large.'],
    ['$match(a, /[/)', 'The expression breaks off'],
    ['$match(a, //)', 'The regular expression is malformed.'],
    ['$match(a, /a{2,1}/)', 'The regular expression is malformed.'],
    ['[1..$count(a)]', 'A range must run between two whole numbers written out'],
    ['[1.5..3]', 'A range must run between two whole numbers written out'],
    ['[a[0]..3]', 'A range must run between two whole numbers written out'],
    ['[1..1001]', 'A range may hold at most 1000 numbers.'],
    ['$pad(a, b)', 'The width of "$pad" must be a number written out'],
    ['$pad(a, 1001)', 'The width of "$pad" must be a number written out'],
    ['$pad()', 'The width of "$pad" must be a number written out'],
    ['$uppercase(a, b)', '"$uppercase" takes at most 1 arguments, not 2.'],
    ['$split(a, b, c, d)', '"$split" takes at most 3 arguments, not 4.'],
    ['a[', 'The expression breaks off or is malformed'],
    ['"abc', 'The expression breaks off or is malformed'],
    ['', 'The expression breaks off or is malformed'],
    ['a.1', 'The expression breaks off or is malformed'],
    ['a ! b', 'The expression breaks off or is malformed'],
    ['1e999', 'The expression breaks off or is malformed near "1e999"'],
    [`${'a'.repeat(4001)}`, 'The expression has 4001 characters'],
    [`${'('.repeat(51)}a${')'.repeat(51)}`, 'The expression is nested more than 50 levels deep.'],
    [`${'['.repeat(2000)}${']'.repeat(2000)}`, 'The expression is nested more than 50 levels deep.'],
    [`${'-'.repeat(60)}a`, 'The expression is nested more than 50 levels deep.'],
    [`${'a?'.repeat(60)}1`, 'The expression is nested more than 50 levels deep.'],
    [Array.from({ length: 60 }, () => 'a').join(' & '), 'The expression is nested more than 50 levels deep.'],
    [`[${Array.from({ length: 501 }, () => '1').join(',')}]`, 'The expression has more than 500 parts.'],
    ['((((((a??b)??c)??d)??e)??f)??g)', '"??" and "?:" are nested more than 5 levels deep.'],
    [
      `/"/ ~> ${'('.repeat(20)}a${'??b)'.repeat(20)} & "`,
      '"??" and "?:" are nested more than 5 levels deep.',
    ],
    ['/"/((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((', 'nested'],
  ])('%s', (text, expected) => {
    expect(messagesOf(text).join(' ')).toContain(expected === 'nested' ? 'The expression' : expected)
  })

  test('every construct at once, in the order of the text', () => {
    expect(
      problemsOf('[$foo(1), **, $x, $uper(b)]').map(({ message, position }) => [message, position]),
    ).toEqual([
      ['There is no function "$foo".', 6],
      ['"**" is not supported. Write the path to the field: contact.address.city.', 12],
      ['There is no variable "$x". Only "$", the value at hand, and "$$", the whole input, exist.', 16],
      ['There is no function "$uper".', 24],
    ])
  })
  test('and suggests the function that was meant', () => {
    expect(problemsOf('$lowercsae(a)')[0]?.suggestions).toEqual(['$lowercase'])
  })
})

describe('parseExpression allows', () => {
  test.each([
    'a ?? b ?? c ?? d ?? e ?? f ?? g ?? h',
    `${'('.repeat(40)}a${')'.repeat(40)}`,
    '"((((" & \'[[[\' & `{{{`',
    '/* ((((( */ a',
    '[1..1000]',
    '$pad(a, -1000)',
    '$zip(a, b, c, d, e)',
    '"\\"(" & a',
    'a ? b : c ? d : e',
  ])('%s', (text) => {
    expect(messagesOf(text)).toEqual([])
  })
})
