role-mentor = mentor
role-mentee = mentee
role-curator = curator
role-municipal_coordinator = municipal coordinator
role-head = head
role-psychologist = psychologist
role-council_member = member of the mentors' council
