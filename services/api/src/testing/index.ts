export { type ApiCall, type ApiClient, startTestServer, type TestServer } from './test-server.ts'
export {
  bookAppointment,
  clinicKey,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from './clinic-server.ts'
export { readOwnSlice } from './pack-slices.ts'
