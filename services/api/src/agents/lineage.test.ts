import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

const Lineage = z.object({
  isInCatalog: z.boolean(),
  uses: z.array(
    z.object({
      functionName: z.string(),
      isEnabled: z.boolean(),
      inDraft: z.boolean(),
      isLive: z.boolean(),
      exposedAs: z.array(z.string()),
      filledFrom: z.array(z.string().nullable()),
    }),
  ),
})

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  await must(server.bind(bookAppointment))
})
afterAll(() => server.close())

const path = (query: string): string => `/integrations/clinic/lineage?${query}`
const lineage = async (query: string) => Lineage.parse((await must(server.api('GET', path(query)))).data)
const names = async (query: string) => (await lineage(query)).uses.map(({ functionName }) => functionName)

describe('who uses something', () => {
  it('is told of an operation, with what is published and what is a draft', async () => {
    expect(await lineage('operation=searchPatients')).toMatchObject({
      isInCatalog: true,
      uses: [{ functionName: 'find_patient', isEnabled: true, inDraft: true, isLive: true, exposedAs: [] }],
    })
    expect((await lineage('operation=createAppointment')).uses).toMatchObject([
      { functionName: 'book_appointment', isEnabled: false, inDraft: true, isLive: false },
    ])
    expect(await lineage('operation=cancelAppointment')).toEqual({ isInCatalog: true, uses: [] })
    expect(await lineage('operation=noSuchOne')).toEqual({ isInCatalog: false, uses: [] })
  })

  it('is told of all fields of an object', async () => {
    expect(await names('object=Patient')).toEqual(['find_patient'])
    const [use] = (await lineage('object=Patient')).uses
    expect(use?.exposedAs).toContain('patients.customer_name')
    expect(await names('object=Patient&field=fullName')).toEqual(['find_patient'])
    expect(await names('object=Patient&field=dateOfBirth')).toEqual([])
  })

  test.each(['', 'field=fullName', 'object=Patient&operation=searchPatients', 'operation=a&field=b'])(
    'is not told of "%s"',
    async (query) => {
      expect((await server.api('GET', path(query))).status).toBe(400)
    },
  )

  it('says whether a blocked object is still in the catalog', async () => {
    const block = (blockedObjects: readonly string[]) =>
      must(
        server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedObjects, blockedFields: [] } }),
      )
    await block(['Patient'])
    expect((await lineage('object=Patient')).isInCatalog).toBe(false)
    expect((await lineage('operation=searchPatients')).isInCatalog).toBe(false)
    await block([])
  })
})
