/** What stands for an argument in the text of a path. */
export const slot = '{}'

/** The literal segments of a path whose arguments are `{}`: versions and file endings say nothing. */
export function literalsOf(path: string): readonly string[] {
  return path
    .split(/[/:]/)
    .map((segment) => segment.replace(/\.(?:json|xml|php|aspx?)$/i, ''))
    .filter((segment) => segment !== '' && segment !== slot && !/^v?\d[\d.]*$/.test(segment))
}
