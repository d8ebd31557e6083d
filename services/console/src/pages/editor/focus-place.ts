const focusable = 'select, input, textarea, button'

/** The row of the page that says what stands at a place of the binding, or what holds it; undefined when none is in sight. */
export function rowAt(path: string): HTMLElement | undefined {
  for (let place = path; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    const found = document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(place)}"]`)
    if (found !== null) return found
  }
  return undefined
}

/** Leads to a place of the binding once the page has shown what was changed: what shows it comes into sight and takes the focus. */
export function focusPlace(path: string): void {
  setTimeout(() => {
    const row = rowAt(path)
    row?.scrollIntoView({ block: 'nearest' })
    const control = row?.matches(focusable) === true ? row : row?.querySelector<HTMLElement>(focusable)
    control?.focus()
  })
}
