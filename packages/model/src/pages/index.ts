export {
  isFullPage,
  judgePlaces,
  type Judgement,
  type ListRead,
  type Paging,
  withWrappers,
} from './judge-list.ts'
export {
  isPageSign,
  isSizeName,
  isWrapper,
  nextMembers,
  readFlag,
  readPageNumbers,
} from './page-signs.ts'
