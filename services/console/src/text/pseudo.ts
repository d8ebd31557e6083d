const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  n: 'ñ',
  c: 'ç',
  s: 'š',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
}

/** `text` with accents and 40 % longer, its holes untouched: what another language does to a page. */
export function toPseudo(text: string): string {
  const dressed = text
    .split(/(\{\w+\})/)
    .map((part) =>
      part.startsWith('{') ? part : part.replaceAll(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter),
    )
    .join('')
  // Words of six, as another language would break them.
  const padding = '~'.repeat(Math.ceil(text.length * 0.4)).replaceAll(/~{6}(?=~)/g, '$& ')
  return `${dressed}${padding}`
}
