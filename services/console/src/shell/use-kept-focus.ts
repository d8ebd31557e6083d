import { useEffect } from 'react'

/**
 * Somebody who works by keys is where the focus is. When what has it goes away (a picked choice, a cleared row, an answered
 * call), it moves to what is left nearest around it, and not to the top of the document.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let around: Element[] = []
    const remember = ({ target }: FocusEvent): void => {
      around = target instanceof Element ? elementsAround(target) : []
    }
    const watcher = new MutationObserver(() => {
      if (document.activeElement !== document.body || around[0]?.isConnected !== false) return
      const left = around.find((element) => element.isConnected)
      around = []
      if (left !== undefined) focusIn(left)
    })
    document.addEventListener('focusin', remember)
    watcher.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', remember)
      watcher.disconnect()
    }
  }, [])
}

/** The element and all that it stands in, inside out, up to the body. */
function elementsAround(element: Element): Element[] {
  const found: Element[] = []
  for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement)
    found.push(each)
  return found
}

const focusable = ':is(a[href], button, input, select, textarea, summary, [tabindex="0"]):not([disabled])'

/** What a phone alone shows takes no focus elsewhere. */
const inSight = (elements: NodeListOf<HTMLElement>): HTMLElement | undefined =>
  [...elements].find((element) => element.checkVisibility())

/** A page itself takes the focus: what comes first in it may be far from where somebody was. */
function focusIn(element: Element): void {
  const isInPage = element.closest('#page') !== null && element.id !== 'page'
  const next = isInPage ? inSight(element.querySelectorAll<HTMLElement>(focusable)) : undefined
  const place = next ?? document.getElementById('page')
  place?.focus({ preventScroll: true })
}
