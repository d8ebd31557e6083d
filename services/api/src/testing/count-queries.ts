import type { Store } from '@bindery/store'

/** A store that counts what the database is asked, the end of each transaction included. */
export function countingStore(store: Store): { readonly store: Store; readonly queries: () => number } {
  let queries = 0
  const counting: Store = {
    ...store,
    run: (tenant, work) =>
      store.run(tenant, (transaction) => {
        transaction.on('query', () => {
          queries += 1
        })
        return work(transaction)
      }),
  }
  return { store: counting, queries: () => queries }
}
