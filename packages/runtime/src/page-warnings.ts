import type { PageNote } from '@bindery/model'

/** The warning of what came of following pages, in one form for every provider. */
export function describePageNote(note: PageNote): string {
  switch (note.kind) {
    case 'rows_repeated':
      return `rows_repeated: ${counted(note.rows)} on more than one page and ${note.rows === 1 ? 'is' : 'are'} taken once.`
    case 'page_repeated':
      return `page_repeated: Page ${note.page} holds what an earlier page held; it is left out and no further one was read.`
    case 'cursor_repeated':
      return `cursor_repeated: Page ${note.page} leads back to a page that was read; no further one was read.`
    case 'next_page_elsewhere':
      return `next_page_elsewhere: Page ${note.page} names a next one outside of the address of the connection; nothing was sent there.`
    case 'next_page_unusable':
      return `next_page_unusable: Page ${note.page} names a next one in a form that the operation cannot be asked for.`
  }
}

const counted = (rows: number): string => (rows === 1 ? '1 row came' : `${rows} rows came`)
