export {
  type AutoDraft,
  type AutoRequest,
  draftBinding,
  type DraftWatch,
  type OpenedRequest,
  openRequest,
} from './draft-binding.ts'
export { draftEvents, eventData } from './draft-events.ts'
export type { DraftNote } from './map-request.ts'
export { decideLines, recallDraft, type RecalledDraft } from './stored-drafts.ts'
export { autoUseCases } from './auto.ts'
