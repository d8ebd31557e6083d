import { t } from '../../../text/translate.ts'
import type { RowLevel } from '../editor-context.tsx'

/** What a part of the page is called: of rows within rows by their name too, since several stand on one page. */
export const ofLevel = (name: string, { leaf }: RowLevel): string =>
  leaf === undefined ? name : t('rows.ofLevel', { leaf, name })
