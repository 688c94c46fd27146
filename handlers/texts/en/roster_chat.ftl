# Importing the roster in the chat
roster-explain =
    Send an Excel file (.xlsx, up to { $limit } MB) with three sheets: «Организации» has the schools and who stands above them, «Участники» has who is who, «Пары» has who works with whom. First I check it and show what will change; I import it only after your yes.

    If you have no file yet, take the template: it has a few rows as examples.
roster-template = 📄 The template
roster-template-file = Roster template.xlsx
roster-template-caption = The yellow columns are needed, the others if you know them. Replace the rows marked «(пример)» by your own and send the file here.
roster-not-yours = I take files from curators and coordinators only: that is how rosters are imported. If you need something else, open the menu: /menu
roster-file = <b>{ $name }</b>
roster-counts = What will change:
roster-counts-nothing = I have all of this already, there is nothing to import.
roster-counts-without-errors = The rows without errors would give:
roster-ask = Shall I import it?
roster-load = Import
roster-discard = No, thanks
roster-discarded = All right, I import nothing and have deleted the file. Send another one when it is ready.
roster-report-file = Roster check.txt
roster-report-caption = This is the whole check: it did not fit into one message.
roster-changed = Something changed in the database while the file was waiting. Now it looks like this:
roster-loaded = Done, the roster is imported. Now people can be invited.
roster-done-organisations = Organisations: { $created } added, { $changed } updated.
roster-done-people = People: { $created } added, { $changed } updated.
roster-done-roles = Roles: { $created } added, { $changed } updated.
roster-done-pairs = Pairs: { $created } added, { $changed } updated.
roster-already = This file is imported already; I change nothing a second time.
roster-invite = Whom to invite
