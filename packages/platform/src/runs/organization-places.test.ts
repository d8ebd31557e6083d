import type { OrganizationId } from '@bindery/model'
import { expect, it } from 'vitest'
import { newOrganizationId } from '../kernel/ids.ts'
import { OrganizationPlaces } from './organization-places.ts'

it('refuses the noisy organisation and lets the others through at once', async () => {
  const places = new OrganizationPlaces()
  const [noisy, quiet] = [newOrganizationId(), newOrganizationId()]
  let finish: () => void = () => undefined
  const slow = new Promise<void>((resolve) => {
    finish = resolve
  })
  const call = (organization: OrganizationId, work: Promise<void>) =>
    places
      .run(organization, () => work)
      .then(
        () => 'done',
        () => 'refused',
      )
  const noise = Array.from({ length: 300 }, () => call(noisy, slow))
  expect(await call(quiet, Promise.resolve())).toBe('done')
  finish()
  const outcomes = await Promise.all(noise)
  expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(300 - 64 - 128)
})
