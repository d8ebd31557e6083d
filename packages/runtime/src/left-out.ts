import type { LeftOut } from '@bindery/model'

/** The warning of something that came beside an answer, in one form for every provider. */
export const describeLeftOut = (note: LeftOut): string =>
  `content_left_out: Beside what the skill reads the provider sent ${nameOf(note)}.`

function nameOf(note: LeftOut): string {
  switch (note.part) {
    case 'text':
      return `a text of ${note.characters} characters`
    case 'image':
      return 'an image'
    case 'audio':
      return 'a sound'
    case 'resource':
      return 'a resource'
    case 'resource_link':
      return 'a link to a resource'
    case 'structured':
      return 'a structured answer'
    case 'other':
      return 'another kind of content'
  }
}
