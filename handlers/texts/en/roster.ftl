# The file as a whole
roster-file-empty = The file is empty: there is not one row of data in it.
roster-file-large = The file is too large. I can take a workbook of up to { $limit } MB: please remove pictures and spare sheets.
roster-file-password = The file is protected by a password, so I cannot open it. Please remove the password (File → Info → Protect Workbook) and send it again.
roster-file-old = This is a workbook in the old format (.xls). Please open it, save it as “Excel Workbook (.xlsx)” and send it again.
roster-file-other-table = This is a spreadsheet in another format. Please save it as “Excel Workbook (.xlsx)” and send it again.
roster-file-word = This is a Word document; I need an Excel workbook (.xlsx).
roster-file-text = This is a text file (csv, encoding { $encoding }). Please open it in Excel, save it as “Excel Workbook (.xlsx)” and send it again.
roster-file-text-unknown = This is a text file (csv) in an encoding I do not know. Please open it in Excel, save it as “Excel Workbook (.xlsx)” and send it again.
roster-file-not-workbook = This is not an Excel workbook. Please send an .xlsx file.
roster-file-broken = The file is damaged and could not be opened. Please save the workbook anew as .xlsx and send it again.
roster-file-rows = The sheet «{ $sheet }» has too many rows: I take up to { $limit }. If you have fewer, delete all that stands below them.
roster-file-columns = The sheet «{ $sheet }» has too many columns: I take up to { $limit }. Delete all that stands to the right of the data.
roster-file-sheets = These sheets are missing: { $missing }. The file has: { $found }.
roster-file-headings = The sheet «{ $sheet }» lacks these columns: { $missing }.
roster-file-headings-alike = The sheet «{ $sheet }» lacks these columns: { $missing }. Perhaps they are only called otherwise: { $alike }.
roster-file-heading-twice = The sheet «{ $sheet }» has a column twice: { $headings }. Please keep one.

# A line in the list of errors
roster-place = «{ $sheet }», row { $row }, «{ $column }»
roster-issue = • { $place }: { $what }
roster-issue-meant = { $line } Perhaps «{ $suggestion }» was meant.
roster-errors = { $count ->
    [one] There is { $count } error. Please mend it and send the file again. Nothing is imported yet.
   *[other] There are { $count } errors. Please mend them and send the file again. Nothing is imported yet.
}
roster-warnings = { $count ->
    [one] { $count } remark. It does not stop the import, but have a look:
   *[other] { $count } remarks. They do not stop the import, but have a look:
}
roster-more = And { $count } more.
roster-errors-stand = { $count ->
    [one] The import has to wait: { $count } error is left.
   *[other] The import has to wait: { $count } errors are left.
}

# Cells
roster-column-skipped = I do not know the column «{ $value }» and have skipped it.
roster-cell-missing = this is empty, and it is needed.
roster-cell-formula = this is a formula. Please type the value itself.
roster-cell-failure = the cell shows an Excel error. Please type the value itself.
roster-cell-not-text = «{ $value }» is a date or a time; a text is needed.
roster-cell-long = «{ $value }» is longer than { $limit } characters.
roster-word-unknown = I do not know the word «{ $value }».
roster-number-wrong = «{ $value }» is not a number; please use digits.
roster-number-range = «{ $value }»: it must be from { $low } to { $high }.
roster-date-impossible = there is no such day as «{ $value }».
roster-date-wrong = «{ $value }» does not look like a date. Please write it so: 01.09.2026.
roster-phone-wrong = «{ $value }» does not look like a telephone number; I leave it empty.

# Organisations
roster-organisation-unknown = the organisation «{ $value }» is not in the sheet «Организации».
roster-organisation-twice = this organisation stands in row { $first } already; I join the two.
roster-organisation-ambiguous = «{ $value }»: there are several organisations of this name. Please say which one is above it.
roster-duplicate-differs = this differs from row { $first } about the same organisation.
roster-young-more = there are more young teachers ({ $young }) than teachers in all ({ $total }).
roster-zone-unknown = I do not know the time zone «{ $value }».
roster-zone-assumed = no time zone is given, { $zone } is taken. If that is wrong, fill in yours.
roster-zone-missing = please give a time zone, such as Asia/Yekaterinburg or МСК+2.
roster-parent-unknown = the organisation above, «{ $value }», is not in this sheet.
roster-parent-cycle = «{ $value }» stands both above and below this organisation.
roster-parent-narrow = «{ $value }» cannot stand above: a school belongs to a municipality, a municipality to a region.

# Participants
roster-name-strange = «{ $value }» does not look like a name: it has odd characters.
roster-name-short = «{ $value }»: at least a surname and a first name are needed.
roster-name-initials = «{ $value }»: please write the name in full, without initials.
roster-person-twice = { $value } stands in row { $first } already ({ $kept }); I join the two.
roster-duplicate-kept = «{ $value }», but row { $first } about the same person has «{ $kept }». I keep what row { $first } says.
roster-rank-without-mentor = «{ $value }» is a mentor's rank, but this is no mentor. I skip it.
roster-coordinator-of-school = { $value }: a municipal coordinator belongs to a municipality or a region, not to a school.

# Pairs
roster-person-unknown = { $value } is not in the sheet «Участники» of this organisation.
roster-person-elsewhere = { $value } is in the sheet «Участники», but in another organisation.
roster-role-lacking = { $value } needs the role «{ $role }» here, but row { $first } says «{ $has }».
roster-pair-self = { $value } cannot be his or her own mentor.
roster-pair-ends-early = the end, { $value }, is before the start, { $starts }.
roster-pair-late-order = the order of { $value } is later than the start of the pair ({ $starts }).
roster-pair-twice = this pair stands in row { $first } already; I take it once.
roster-pair-differs = this pair stands in row { $first } for the same school year, but with other data: { $headings }. Please keep one row.

# Somebody else's
roster-foreign = «{ $value }»: only those who run this organisation may change its data.

# What will be done
roster-part-organisations = Organisations: { $created } new, { $changed } to change, { $same } as they are.
roster-part-people = People: { $created } new, { $changed } to change, { $same } as they are.
roster-part-roles = Roles: { $created } new, { $changed } to change, { $same } as they are.
roster-part-pairs = Pairs: { $created } new, { $changed } to change, { $same } as they are.
roster-absent = { $count ->
    [one] { $count } more person is in the database but not in the file. I leave them alone.
   *[other] { $count } more people are in the database but not in the file. I leave them alone.
}
roster-change = { $name }: { $fields }
roster-field-change = { $field } «{ $old }» → «{ $new }»
roster-field-name = name
roster-field-kind = kind
roster-field-timezone = time zone
roster-field-teachers-total = teachers in all
roster-field-young-total = young teachers
roster-field-parent-id = gets an organisation above it
roster-field-full-name = full name
roster-field-position = position
roster-field-tenure-years = years of work
roster-field-category = qualification
roster-field-phone = telephone
roster-field-rank = mentor's rank
roster-field-form = form
roster-field-work-area = area of work
roster-field-order-number = order no.
roster-field-order-date = date of the order
roster-field-starts-on = start
roster-field-ends-on = end
