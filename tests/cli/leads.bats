# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The leads behind a figure: what the tools know of a lead, by name.
load common

laws() { # seeds: agreements and inputs at random, counted by other rules
	command -v python3 >/dev/null || skip "there is no python3"
	python3 "$ROOT/tests/laws/leads.py" "$1" "$2"
}

some() { # in.csv and a.agreement
	cat >a.agreement <<-'END'
		stage lead at created
		stage mql at m
		stage sal when status = "working" at s
		exit lost at l
		exit recycled when status = "parked" at r
		ignore when id = "test"
	END
	cat >in.csv <<-'END'
		id,created,m,s,l,r,status
		new,2026-03-01,,,,,
		marketed,2026-03-01 09:00,2026-03-02 09:00,,,,
		accepted,2026-03-01,2026-03-02,2026-03-05,,,working
		undated,2026-03-01,,,,,working
		lost,2026-03-01,2026-03-02,,2026-03-04 12:00,,
		back,2026-03-01,2026-03-09,,2026-03-04,,
		parked,2026-03-01,,,,,parked
		tomorrow,2026-03-12,,,,,
		test,2026-03-01,2026-03-02,,,,
		,,,,,,
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement LEADPIPE_NOW='2026-03-11 12:00'
}

ids() { tr '\n' ' ' | sed 's/id //'; }

@test "leads: as many as the figure says, by rules written down twice (1)" { laws 1 4; }

@test "leads: as many as the figure says, by rules written down twice (2)" { laws 5 8; }

@test "leadfunnel --rows: where each lead is, in columns at the end" {
	some
	leadfunnel -q --rows in.csv >out
	appended in.csv out 5
	[ "$(head -1 out | cut -d, -f8-)" = funnel_stage,funnel_at,funnel_days,funnel_exit,funnel_exit_at ]
	cut -d, -f1,8- out | sed 1d >got
	diff got - <<-'END'
		new,lead,2026-03-01,10,,
		marketed,mql,2026-03-02T09:00:00Z,9.13,,
		accepted,sal,2026-03-05,6,,
		undated,sal,,,,
		lost,mql,2026-03-02,9,lost,2026-03-04T12:00:00Z
		back,mql,2026-03-09,2,,
		parked,lead,2026-03-01,10,recycled,
		tomorrow,,,,,
		test,,,,,
		,,,,,
	END
	same out leadfunnel -q --rows out
	same out leadfunnel -q --rows -j 4 <in.csv
	[ "$(leadfunnel -q --rows -f json -c id,funnel_days -w 'id = "marketed"' in.csv | tr -d '\n')" = '[{"id": "marketed", "funnel_days": 9.13}]' ]
	head -1 in.csv >none.csv
	[ "$(leadfunnel --rows none.csv 2>/dev/null)" = "$(head -1 out)" ]
	fails leadfunnel --rows --by id in.csv
	says '--rows has no use for --by; pick rows with -w'
	leadfunnel --rows -f html in.csv | grep -q '<h2>The leads</h2>'
	fails leadfunnel --rows --yoy in.csv
	fails leadfunnel --rows --window soon in.csv
	fails leadfunnel --rows -e 'stage lead' --window '3 days' in.csv
	says "stage 'lead' has no 'at'"
	fails leadfunnel --rows -e 'field funnel_at otherwise m' in.csv
	says "--rows adds a column 'funnel_at'"
}

@test "leadfunnel --rows --window: as of the window's end, and what it excludes has no stage" {
	some
	leadfunnel --rows -e 'stage lead at created' -e 'stage mql at m' -e 'stage sal at s' -e 'exit lost at l' --window '4 days' \
		-c id,funnel_stage,funnel_at,funnel_days,funnel_exit,came_back in.csv 2>err | sed 1d >got
	diff got - <<-'END'
		new,lead,2026-03-01,4,,no
		marketed,mql,2026-03-02T09:00:00Z,3,,no
		accepted,sal,2026-03-05,0,,no
		undated,lead,2026-03-01,4,,no
		lost,mql,2026-03-02,3,lost,no
		back,lead,2026-03-01,4,lost,no
		parked,lead,2026-03-01,4,,no
		tomorrow,,,,,no
		test,,,,,
		,,,,,
	END
	run ! grep -q 'came back' err # it came back after the window's end
	leadfunnel --rows --now 2026-03-04 -e 'stage lead at created' -e 'stage mql at m' -e 'exit lost at l' --window '4 days' in.csv 2>err >out
	grep -q 'leadfunnel: 7 rows too young for the window' err
	[ "$(cut -d, -f8 out | sort -u | tr '\n' ' ')" = ' funnel_stage ' ]
	leadfunnel --rows -e 'stage lead at created' -e 'stage mql at m' -e 'exit lost at l' --from mql --window '4 days' in.csv 2>err >out
	grep -q '3 rows in no count, as their time of this stage is unknown: mql' err
}

@test "leads: any tool and any expression may ask" {
	some
	[ "$(leadscore -q -w 'reached("MQL") and not reached("sal")' -c id in.csv | ids)" = 'marketed lost back ' ]
	[ "$(leadbant -q -e 'bant need yes when id = "x"' -w 'funnel_exit is present' -c id in.csv | ids)" = 'lost parked ' ]
	[ "$(leadscore -q -w 'came_back' -c id in.csv | ids)" = 'back ' ]
	[ "$(leadsla -q -e 'sla x from mql to sal within 1 day' -w 'funnel_at = 2026-03-02 and x_answer is missing' -c id in.csv | ids)" = 'marketed lost ' ]
	[ "$(leadscore -q -e 'score points' -e '  +7 when reached("sal")' -c id,points -w 'points = 7' in.csv | ids)" = 'id,points accepted,7 undated,7 ' ]
	[ "$(leadscore -q -e 'field x' -e ' funnel_stage when funnel_days >= 9' -e ' otherwise "recent"' -w 'x = "recent"' -c id in.csv | ids)" = 'accepted undated back tomorrow test  ' ]
	leadfunnel -q --by funnel_stage in.csv | grep -q '^mql,mql,3,'
}

@test "leads: a row that is not kept, or ignored for where it is, is in no note" {
	some
	back() { "$@" in.csv 2>&1 >/dev/null | grep -o '[0-9]* rows\? came back' || true; }
	[ "$(back leadfunnel)" = '1 row came back' ]
	[ "$(back leadfunnel -w 'not came_back')" = '' ]
	[ "$(back leadscore -w 'funnel_stage = "mql"')" = '1 row came back' ]
	[ "$(back leadfunnel -e 'ignore when came_back')" = '' ]
	leadfunnel -q --rows -e 'ignore when reached("mql")' -w 'funnel_stage is missing' -c id,funnel_stage in.csv >out
	[ "$(sed 1d out | tr '\n' ' ')" = 'marketed, accepted, undated, lost, back, tomorrow, test, , ' ]
}

@test "leads: columns that an earlier leadfunnel wrote are read, and computed again by leadfunnel alone" {
	some
	printf 'id,created,m,s,l,r,status,funnel_stage\na,2026-03-01,2026-03-02,,,,,sal\n' >in.csv
	[ "$(leadscore -q -w 'funnel_stage = "sal"' -c id in.csv | ids)" = 'a ' ]
	[ "$(leadscore -q -w 'reached("sal")' -c id in.csv | ids)" = '' ]
	[ "$(leadscore -q -w 'funnel_stage = "of the CRM"' -c id in.csv | ids)" = '' ] # a column has any words
	fails leadfunnel --rows -w 'funnel_stage = "of the CRM"' in.csv
	says "funnel_stage is never 'of the CRM'; it can be "
	[ "$(leadfunnel -q --rows -w 'funnel_stage = "mql"' -c id,funnel_stage in.csv | tail -1)" = a,mql ]
	fails leadfunnel -e 'stage lead' -e 'stage won when funnel_stage = "sal"' in.csv
	says "'funnel_stage' is worked out from itself; the input's column is \`funnel_stage\`"
	leadfunnel -q -e 'stage lead' -e 'stage won when `funnel_stage` = "sal"' in.csv | grep -q '^won,1,'
}

@test "leads: a field of the agreement keeps its name" {
	some
	leadfunnel -q -e 'field came_back "status"' -w 'came_back = "working"' in.csv | grep -q '^sal,2,'
	[ "$(leadscore -q -e 'field funnel_stage "status"' -w 'funnel_stage = "parked"' -c id in.csv | ids)" = 'parked ' ]
}

@test "leads: what asks for a stage that -e has replaced is left out, and said" {
	some
	printf 'score points\n    +5 when reached("sal")   "accepted"\n    +1 when m is present\nmql when reached("SAL") or m is present\nmql when l is present\n' >>a.agreement
	leadscore -e 'stage lead at created' -e 'stage won at s' -c id,mql in.csv >out 2>err
	grep -q "a.agreement:10: 'mql' is left out: it names the stage 'SAL', which -e has replaced" err
	[ "$(grep -c ',yes$' out)" = 2 ]
	fails leadscore -e 'stage lead at created' -e 'mql when reached("sal")' in.csv
	says "there is no stage 'sal'"
}

@test "leads: mistakes" {
	some
	fails leadscore -w 'reached("mqll")' in.csv
	says "there is no stage 'mqll'; did you mean 'mql'?"
	fails leadscore -w 'reached("lost")' in.csv
	says 'is an exit: write funnel_exit = "lost"'
	fails leadscore -w 'reached(mql)' in.csv
	says 'reached() is written reached("stage"), with a text in quotes'
	fails leadscore -w 'reached("mql", "sal")' in.csv
	fails leadscore -w 'funnel_stag = "mql"' in.csv
	says "did you mean 'funnel_stage'?"
	for asked in 'funnel_stage = "a"' 'funnel_days > 3' 'came_back' 'x_answer = "b"'; do
		fails leadsla -e 'stage a at created' -e "stage b when $asked" -e 'sla x from a to created within 1 day' -w 'reached("b")' in.csv
		says 'is worked out from itself'
	done
	for asked in 'reached("a")' 'reached("b") or reached("a")'; do
		fails leadscore -e 'stage a' -e "stage b when $asked" -w 'funnel_exit is missing' in.csv
		says 'reached() can'\''t be asked here: which stages a lead has reached depends on this'
		fails leadfunnel -e 'stage a' -e "exit b when $asked" in.csv
	done
}

commands() { # of page.html: what is listed, a tab, the command
	sed -n '/This page again\|every group/d; s/^<p class="note">\(.*\): <code>\(.*\)<\/code><\/p>$/\1\t\2/p' page.html |
		sed "s/<[^>]*>//g; s/&quot;/\"/g; s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g"
}

listed() { # the leads that the page's command for this lists
	local command
	command=$(commands | grep -F "$1	" | cut -f2)
	[ -n "$command" ]
	(unset LEADPIPE_NOW LEADPIPE_AGREEMENT && eval "$command -q -c id" | sed 1d | wc -l)
}

@test "leadfunnel -f html: the commands under the table list as many leads as it counts" {
	cp "$leads" "it's leads.csv"
	export LEADPIPE_AGREEMENT=$nordlicht
	leadfunnel -q -f html -w "lead_source != \"Event's\"" "it's leads.csv" >page.html
	[ "$(commands | wc -l)" = 4 ]
	[ "$(listed 'reached sql')" = 266 ]
	[ "$(listed 'waiting at sql')" = 108 ]
	[ "$(listed 'left from sql')" = 93 ]
	[ "$(listed 'left by disqualified')" = 130 ]
	for options in "--window=60 days" "--from=mql" "--exact"; do
		by() { leadfunnel -q --cohort month --by 'Lead Source,employees >= 200' "$options" "$@" "it's leads.csv"; }
		by -f html >page.html
		if [ "$options" = --exact ]; then # no condition tells spellings apart
			[ "$(commands | wc -l)" = 0 ]
			continue
		fi
		group=$(commands | head -1 | sed 's/: .*//')
		by | grep "^${group//, /,}," >rows
		for what in 'reached:5' 'waiting at:11' 'left from:12'; do
			stage=$(commands | grep -F "$group: ${what%:*} " | cut -f1 | sed 's/.* //')
			[ "$(listed "$group: ${what%:*} $stage")" = "$(grep "^${group//, /,},$stage," rows | cut -d, -f"${what#*:}")" ]
		done
	done
	leadfunnel -q --eventual -f html "it's leads.csv" >page.html
	[ "$(listed 'The leads that wait at inquiry')" = "$(leadfunnel -q --eventual "it's leads.csv" | grep '^inquiry' | cut -d, -f5)" ]
}

@test "leadsla -f html: the commands under the tables list as many leads as they count" {
	export LEADPIPE_AGREEMENT=$nordlicht
	set --
	for options in "--report" "--last=90 days"; do
		leadsla -q "$options" --by country "$leads" | grep ^DE >rows
		leadsla -q "$options" --by country -f html "$leads" >page.html
		[ "$(commands | wc -l)" = 5 ]
		for clock in accept contact; do
			[ "$(listed "DE: $clock, backlog")" = "$(grep ",$clock," rows | cut -d, -f15)" ]
			[ "$(listed "DE: $clock, late")" = "$(grep ",$clock," rows | cut -d, -f5)" ]
		done
		[ "$options" = --report ] || set -- "$options"
		[ "$(listed 'All that wait')" = "$(leadsla -q --backlog "$@" -c id "$leads" | sed 1d | wc -l)" ]
	done
}

@test "pages: the commands have what the run had, quoted for a shell; a sum of partials has none" {
	some
	cp in.csv -- -in.csv
	cp in.csv 'a  b$c.csv'
	leadfunnel -q -f html -a a.agreement -e 'exit gone at l' -e 'stage lead' --ragged pad --skip-footer 0 -d ';' --raw-tsv -w 'id != "$x"' in.csv 2>err || true
	grep -q 'two delimiters' err
	leadfunnel -q -f html -e 'exit gone at l' -e 'stage lead at created' -e 'stage won at s' --ragged pad -d , -w 'id != "$x"' -- -in.csv 'a  b$c.csv' >page.html
	commands | head -1 >got
	cat >want <<-END
		reached lead	leadfunnel --rows -a $PWD/a.agreement -e 'exit gone at l' -e 'stage lead at created' -e 'stage won at s' --now '2026-03-11 12:00' -d , --ragged pad -w 'id != "\$x"' -w 'reached("lead")' ./-in.csv 'a  b\$c.csv'
	END
	diff want got
	[ "$(listed 'reached lead')" = 14 ]
	env -u LEADPIPE_NOW leadfunnel -q -f html <in.csv >page.html
	commands | head -1 | grep -qE "^reached .* --now 20[0-9-]*T[0-9:.]*Z -w 'reached\(\"[a-z]*\"\)'$"
	leadfunnel -q --partial in.csv >in.part
	leadfunnel -q --merge -f html in.part >page.html
	[ "$(commands | wc -l)" = 0 ]
	grep -q 'This page again: <code>leadfunnel <span>--merge</span> <span>-a</span> .* html in.part</code>' page.html
	grep -q -e '--now' page.html && return 1
	true
}

noted() { # what: the leads that the command among the lines of a table's note lists
	local command
	command=$(sed 's/<br>/\n/g; s/<\/p>//; s/<p class="note">//' page.html | grep "^$1: " | sed "s/^$1: //; s/&quot;/\"/g; s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g")
	[ -n "$command" ]
	(unset LEADPIPE_NOW LEADPIPE_AGREEMENT && eval "$command -q -c id" | sed 1d | wc -l)
}

@test "leadscore and leadbant --summary -f html: the commands under the tables list as many leads as they count" {
	export LEADPIPE_AGREEMENT=$nordlicht
	leadscore -q --summary -f html "$leads" >page.html
	leadscore -q --summary "$leads" >out
	[ "$(noted 'MQL by the rule')" = "$(awk -F, '$1 == "mql" && $3 == "MQL by the rule" { print $4 }' out)" ]
	[ "$(noted 'grade A1')" = "$(awk -F, '$1 == "grade" && $3 == "A1" { print $4 }' out)" ]
	[ "$(noted decides)" = "$(awk -F, '$1 == "rule" && $3 == "decides" { print $4 }' out)" ]
	leadbant -q --summary -f html "$leads" >page.html
	[ "$(noted 'budget unknown')" = 2000 ]
	[ "$(noted '4 of 4')" = 141 ]
	[ "$(noted SQL)" = 302 ]
}

@test "leadfunnel --lookback -f html: the commands under the table list as many leads as it looks at" {
	export LEADPIPE_AGREEMENT=$nordlicht
	for options in '--to=sal' '--window=60 days'; do
		leadfunnel -q --lookback -c lead_source "$options" -f html "$leads" >page.html
		leadfunnel -q --lookback -c lead_source "$options" "$leads" >out
		[ "$(noted 'All leads')" = "$(awk -F, 'NR > 1 { n += $3 } END { print n }' out)" ]
		[ "$(noted 'The leads that converted; for one value add its condition')" = "$(awk -F, 'NR > 1 { n += $4 } END { print n }' out)" ]
	done
}

@test "fields: which columns of many CRMs' exports are the id, the email, the owner, the status and the creation" {
	printf '%s\n' 'score s' '  +1 when id is present' '  +1 when email is present' '  +1 when owner is present' \
		'  +1 when lead_status is present' '  +1 when created_at is present' >a.agreement
	while IFS='|' read -r name header; do
		printf '%s\n' "$header" >in.csv
		leadscore --fields -q -f tsv -a a.agreement in.csv |
			awk -F'\t' -v crm="$name" '{ c[$1] = $2 } END { print crm ": " c["id"] ", " c["email"] ", " c["owner"] ", " c["lead_status"] ", " c["created_at"] }'
	done >got <<-'END'
		close|id,lead_id,lead_name,name,title,primary_email,primary_phone,date_created,lead_status_label
		dynamics|(Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,First Name,Last Name,Email,Business Phone,Owner,Status,Status Reason,Created On
		pipedrive|Person - ID,Person - Name,Person - Email - Work,Person - Phone - Work,Person - Organization,Person - Owner,Person - Person created
		freshsales|Id,Display name,Job title,Emails,Sales owner,Lifecycle stage,Status,Created at,Last contacted
		copper|Copper ID,Full Name,Title,Company,Owner,Work Email,Status,Created At
		attio|Record ID,Name,Email addresses,Company,Created at
		monday|Name,Owner,Status,Email,Phone,Item ID (auto generated),Creation log
		activecampaign|Contact ID,Email,First Name,Last Name,Phone,Organization,Date Created
		mailchimp|Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LAST_CHANGED,LEID,EUID
		suitecrm|id,first_name,last_name,email1,status,account_name,assigned_user_name,date_entered,date_modified
		zoho|Record Id,Lead Owner,Company,Email,Lead Status,Created Time
		marketo|Id,Email Address,Person Status,Person Source,Created At
		hubspot|Record ID,Email,Contact owner,Lead Status,Create Date
		salesforce|Lead ID,Email,Lead Owner,Lead Status,Create Date
		odoo|External ID,Email,Salesperson,Stage,Created on
	END
	diff got - <<-'END'
		close: lead_id, primary_email, , lead_status_label, date_created
		dynamics: (Do Not Modify) Lead, Email, Owner, Status, Created On
		pipedrive: Person - ID, Person - Email - Work, Person - Owner, , Person - Person created
		freshsales: Id, Emails, Sales owner, Status, Created at
		copper: Copper ID, Work Email, Owner, Status, Created At
		attio: Record ID, Email addresses, , , Created at
		monday: Item ID (auto generated), Email, Owner, Status, 
		activecampaign: Contact ID, Email, , , Date Created
		mailchimp: LEID, Email Address, , , OPTIN_TIME
		suitecrm: id, email1, assigned_user_name, status, date_entered
		zoho: Record Id, Email, Lead Owner, Lead Status, Created Time
		marketo: Id, Email Address, , Person Status, Created At
		hubspot: Record ID, Email, Contact owner, Lead Status, Create Date
		salesforce: Lead ID, Email, Lead Owner, Lead Status, Create Date
		odoo: External ID, Email, Salesperson, , Created on
	END
}

@test "fields: the manual gives the headers of each, in their order" {
	cd "$ROOT"
	python3 tests/cli/manual_fields.py >"$BATS_TEST_TMPDIR/source"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/source")" -ge 50 ]
	python3 tests/cli/manual_fields.py man/leadpipe-agreement.5 | diff "$BATS_TEST_TMPDIR/source" -
}

@test "fields: exports of people who work in another language" {
	printf '%s\n' 'score s' '  +1 when id is present' '  +1 when email is present' '  +1 when owner is present' \
		'  +1 when company is present' '  +1 when lead_status is present' '  +1 when created_at is present' >a.agreement
	while IFS='|' read -r name header; do
		printf '%s\n' "$header" >in.csv
		leadscore --fields -q -f tsv -a a.agreement in.csv |
			awk -F'\t' -v crm="$name" '{ c[$1] = $2 } END { print crm ": " c["id"] ", " c["email"] ", " c["owner"] ", " c["company"] ", " c["lead_status"] ", " c["created_at"] }'
	done >got <<-'END'
		hubspot, de|Datensatz-ID,Vorname,Nachname,E-Mail,Unternehmensname,Zuständiger Mitarbeiter für Kontakt,Lead-Status,Erstellungsdatum
		salesforce, de|Vorname,Nachname,Titel,Firma,Lead-Quelle,Land,E-Mail,Lead-Inhaber,Lead-Status,Erstelldatum
		salesforce, fr|Prénom,Nom de famille,SOCIÉTÉ,Origine de la piste,Adresse e-mail,Propriétaire de la piste,Statut de la piste,Date de création
		hubspot, es|ID de registro,Apellidos,Correo,Nombre de la empresa,Propietario del contacto,Estado del lead,Fecha de creación
		odoo, it|ID,Nome Lead,Email,Addetto vendite,Azienda,Fase,Creato il,Stato
		dynamics, nl|(Niet wijzigen) Lead,(Niet wijzigen) Gewijzigd op,Bedrijfsnaam,E-mailadres,Eigenaar,Reden van status,Gemaakt op
		pipedrive, pt|Negócio - Título,Negócio - Valor,Negócio - Proprietário,Empresa,Criado em
		english first|Company,Firma,Email,E-Mail-Adresse,Created Date,Erstellt am,Owner,Status,Id
	END
	diff got - <<-'END'
		hubspot, de: Datensatz-ID, E-Mail, Zuständiger Mitarbeiter für Kontakt, Unternehmensname, Lead-Status, Erstellungsdatum
		salesforce, de: , E-Mail, Lead-Inhaber, Firma, Lead-Status, Erstelldatum
		salesforce, fr: , Adresse e-mail, Propriétaire de la piste, SOCIÉTÉ, Statut de la piste, Date de création
		hubspot, es: ID de registro, Correo, Propietario del contacto, Nombre de la empresa, Estado del lead, Fecha de creación
		odoo, it: ID, Email, Addetto vendite, Azienda, , Creato il
		dynamics, nl: (Niet wijzigen) Lead, E-mailadres, Eigenaar, Bedrijfsnaam, Reden van status, Gemaakt op
		pipedrive, pt: , , Negócio - Proprietário, Empresa, , Criado em
		english first: Id, Email, Owner, Company, Status, Created Date
	END
}

@test "fields: headers in another language are told, and that the built-in agreement looks for English words" {
	printf 'Firma,Land,Funktion,Erstellt am,Umsatz,Quelle\nAcme,DE,Leiterin Einkauf,3.2.2026,5,Messe\n' >in.csv
	leadsla --now 2026-03-01 in.csv 2>err >out
	grep -q "headers in German: 'Erstellt am' is created_at; the" err
	leadscore in.csv 2>err >out
	[ "$(grep -c 'headers in' err)" = 1 ]
	grep -qx "leadscore: headers in German: 'Funktion' is title, 'Land' is country, 'Quelle' is lead_source; the words that the built-in agreement looks for in cells are English: write yours into a copy (leadscore --print-agreement > our.agreement), which -a takes" err
	sed 's/Umsatz/E-Mail-Adresse/' in.csv | leadscore 2>err >out
	grep -q "headers in German: 'E-Mail-Adresse' is email, 'Funktion' is title, 'Land' is country and 1 more; the" err
	printf 'Position,Firma,Erstellt am\nLeiter,Acme,3.2.2026\n' | leadscore 2>err >out # none of them is read
	grep -q "^leadscore: headers in German, such as 'Erstellt am'; the words" err
	leadscore --fields -q -f tsv in.csv >out
	grep -q "^title	Funktion	what it is called in German	" out
	grep -q "^country	Land	what it is called in German, Dutch, Swedish, Danish or Norwegian	" out
	grep -q "^	Umsatz	" out # of one lead, or of a year
	printf 'score s\n  +1 when title ~ "leiter"\n' >a.agreement
	leadscore -a a.agreement in.csv 2>err >out
	grep -q '3.2.2026,5,Messe,1,1$' out
	! grep -q 'headers in' err
	printf 'Firma,Land,Quelle,Id\nAcme,DE,Messe,1\n' >none.csv # none of which a funnel reads
	leadfunnel none.csv 2>err >out
	grep -q "headers in German, such as 'Quelle'; the words that the built-in agreement looks for in cells are English: write yours" err
	printf 'Company,Land,Source,Id\nAcme,DE,Fair,1\n' >none.csv
	leadfunnel none.csv 2>err >out
	! grep -q 'headers in' err
	printf 'field title "Funktion"\nfield company "Kunde"\nscore s\n  +1 when company is present\n' >a.agreement
	leadscore --fields -q -f tsv -a a.agreement in.csv >out
	grep -q "^title	Funktion	its header 'Funktion'	" out
}

@test "rows: a line of totals is in no count, and is noted; a lead that is called so is a lead" {
	printf 'agreement "x"\nstage lead\nstage won at Won value Amount\n' >t.agreement
	for total in 'Total,,600,' '"Grand Total",,600,' 'Summe:,,"1.200,50",' ',,Total,600' 'Grand Totals (3 records),,,' 'Count,3,,'; do
		printf 'Name,Email,Amount,Won\nAnn,a@x.example,100,2026-10-01\nTom,t@x.example,500,\n%s\n' "$total" >in.csv
		for j in 1 4; do
			leadfunnel -j $j -a t.agreement in.csv 2>err >out
			grep -q '^lead,2,' out
			grep -qx 'leadfunnel: 1 row is a line of totals, at in.csv:4; in no count; --skip-footer leaves lines at the end out' err
		done
		[ "$(leadscore -q in.csv | wc -l)" = 4 ]
	done
	for lead in 'Total Energies,,5,' 'Total,a@x.example,,' 'Sum,,5,2026-10-02' 'Tot,,,'; do
		printf 'Name,Email,Amount,Won\nAnn,a@x.example,100,2026-10-01\n%s\n' "$lead" >in.csv
		leadfunnel -a t.agreement in.csv 2>err >out
		grep -q '^lead,2,' out
		! grep -q totals err
	done
}
