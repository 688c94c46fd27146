role-mentor = наставник
role-mentee = наставляемый
role-curator = куратор
role-municipal_coordinator = муниципальный координатор
role-head = руководитель
role-psychologist = психолог
role-council_member = член совета наставников
