/** JSON that shows a terminal nothing to obey: what JSON may hold as it is and a terminal would follow is written as an escape. */
export const jsonText = (value: unknown, spaces = 0): string =>
  (JSON.stringify(value, undefined, spaces) ?? 'null').replaceAll(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
