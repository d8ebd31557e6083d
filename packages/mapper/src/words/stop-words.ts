/** Words that say nothing about what an operation is for. */
export const stopWords: ReadonlySet<string> = new Set(
  `a an the this that these those and or but nor so than then as at by for from in into of off on onto out over per to
  up via with within without about after before between during under until upon is are was were be been being am do does
  did done has have had having will would shall should can could may might must i me my mine we us our ours you your
  yours he him his she her hers it its they them their theirs one ones who whom whose which what when where why how all
  any both each every few more most other others some such no not only own same too very just also already still yet
  again back there here if else while because let lets please want wants need needs like able agent agents whatever
  whoever whichever something someone somebody anything anyone anybody somewhere given certain particular using use used
  api endpoint operation return returns returning give gives giving tell tells show shows said say says got gets
  s t re ll ve d m thing things way etc eg ie v1 v2 v3 v4 rest json xml com www http https`.split(/\s+/),
)
