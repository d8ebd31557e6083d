/** Shortened words of field names and what they stand for; a word that is also a word of its own is left out. */
const pairs = `acct account, addr address, amt amount, appt appointment, assoc associated, attr attribute, avg average,
bal balance, bday birthday, bldg building, cfg configuration, cnt count, conf confirmation,
cond condition, ctry country, cur currency, curr currency, cust customer, dept department, desc description,
descr description, dest destination, dev device, dir direction, dist distance, dob birth_date,
doc document, docs documents, dst destination, dt date, dur duration, eff effective, emp employee, env environment,
est estimate, exp expiry, ext extension, fname first_name, freq frequency, fwd forward, img image, info information,
inv invoice, lang language, lat latitude, lname last_name, lng longitude, loc location, lon longitude, manuf manufacturer,
mfg manufacturer, mgr manager, misc other, mob mobile, msg message, nbr number,
num number, obj object, ord order, org organization, orig original, param parameter, params parameters, pct percent,
perc percent, perm permission, perms permissions, pic picture, pkg package, pmt payment, pref preference, prefs preferences,
prev previous, pri priority, prod product, prog progress, proj project, prop property, props properties, pwd password,
qty quantity, rcpt recipient, rec record, recv receive, reg registration, repo repository, req request,
resp response, rev revision, sched schedule, seq sequence, sig signature, spec specification, src source, 
stmt statement, subj subject, supp supplier, svc service, sz size, tel telephone, tmpl template,
tot total, ts timestamp, txn transaction, txt text, tx transaction, typ type, upd update, usr user, val value,
vol volume, wt weight, yr year`

const meanings: ReadonlyMap<string, readonly string[]> = new Map(
  pairs.split(/,\s+/).map((pair) => {
    const [short = '', long = ''] = pair.trim().split(' ')
    return [short, long.split('_')]
  }),
)

/** The words that a shortened word stands for; the word itself when it is none. */
export const spelledOut = (word: string): readonly string[] => meanings.get(word) ?? [word]
