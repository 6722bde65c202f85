# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --record: a sheet that LibreOffice Calc has opened and saved, in German and in American settings.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 made=$BATS_FILE_TMPDIR
	cat >dot.agreement <<-'END'
		timezone "Europe/Berlin"
		roster "reps.csv"
		stage inquiry at created
		stage mql at mql_at
		stage sal at sal_at
		exit recycled at recycled_at reason recycle_reason
		handover mql to sal
		sla accept from mql to sal or recycled within 3 days
		return recycled "Not now" "Öffentliche Hand"
		bant budget yes when budget >= 10000 no when budget < 2000
		bant need yes when need = yes no when need = no
	END
	{ echo 'decimal ","' && cat dot.agreement; } >comma.agreement
	printf '%s\n' rep 'Mehmet Yılmaz' 'Jürgen Groß' >reps.csv
	cat >leads.csv <<-'END'
		id,name,owner,created,mql_at,sal_at,recycled_at,recycle_reason,budget,need
		101234567890,Ann Öztürk,Mehmet Yılmaz,2026-09-01,2026-10-05 09:30,,,,,
		00123,Bob Ray,Jürgen Groß,2026-09-01,2026-10-13 08:00,,,,,
		A-7,Eva Ruß,Jürgen Groß,2026-09-01,2026-10-20 11:11,,,,,
	END
	for one in dot comma; do leadreview -q -a $one.agreement --sheet -f csv leads.csv >$one.csv; done
}

setup() {
	command -v python3 >/dev/null || skip "there is no python3"
	if ! command -v soffice >/dev/null; then
		[ -z "${CI-}" ] || { echo "CI is set, and there is no soffice (libreoffice-calc)" && false; }
		skip "there is no soffice"
	fi
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31
	leads=$made/leads.csv
}

# What a person typed, in a spreadsheet of that country, saved as ods, opened again and saved as CSV.
calc() { # de|us, the delimiter's code, the encoding's number
	local locale=en-US language=1033
	[ "$1" = us ] || locale=de-DE language=1031
	mkdir -p profile/user
	cat >profile/user/registrymodifications.xcu <<-END
		<?xml version="1.0" encoding="UTF-8"?>
		<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N"><prop
		oor:name="ooSetupSystemLocale" oor:op="fuse"><value>$locale</value></prop></item></oor:items>
	END
	convert() {
		timeout 200 soffice "-env:UserInstallation=file://$PWD/profile" --headless "$@" >calc.log 2>&1 </dev/null
	}
	convert "--infilter=CSV:$2,34,76,1,,$language,false,true" --convert-to ods filled.csv
	rm filled.csv
	convert --convert-to "csv:Text - txt - csv (StarCalc):$2,34,$3,1,,0,false,true" filled.ods
	[ -s filled.csv ] || { cat calc.log; false; }
}

fill() {
	python3 "$ROOT/tests/cli/review_fill.py" "$from" filled.csv "$@"
}

@test "leadreview --record: a German Calc's sheet, in Windows-1252: dates, decimals, lost letters and lost zeros" {
	from=$made/comma.csv fill 'delimiter=;' Ann.decision=accept "Ann.owner=Mehmet Yılmaz" Ann.budget=20.000,50 \
		Bob.decision=return "Bob.reason=Öffentliche Hand" Bob.until=1.12.2026 Eva.need=yes "Eva.note=für später"
	calc de 59 1
	grep -q 'Y?lmaz' filled.csv # that it is a trial at all
	grep -q ';123;' filled.csv
	leadreview -a "$made/comma.agreement" --record filled.csv -s d.csv --reviewer Tom "$leads" 2>err || { cat err filled.csv; false; }
	sed 1d d.csv | cut -d, -f3,5- | sort >got
	cat >want <<-'END'
		00123,return,recycled,Öffentliche Hand,,2026-12-01,,
		101234567890,accept,,,Mehmet Yılmaz,,"budget=20000,5",
		A-7,answer,,,,,need=yes,für später
	END
	diff want got
	grep -q 'read as Windows-1252' err
	grep -q "is read as 'Mehmet Yılmaz'" err
	fails leadreview -a "$made/comma.agreement" --record filled.ods -s d.csv "$leads"
	says "filled.ods: this is an OpenDocument file; soffice --headless --convert-to csv"
}

@test "leadreview --record: an American Calc's sheet: small numbers in a date are asked about, as it leaves ISO dates alone" {
	from=$made/dot.csv fill Ann.decision=accept "Ann.budget=\$20,000" Bob.decision=return "Bob.reason=Not now" \
		Bob.until=12/24/2026 Eva.decision=later Eva.until=2026-11-20
	calc us 44 76
	grep -q 12/24/26 filled.csv
	leadreview -a "$made/dot.agreement" --record filled.csv -s d.csv --reviewer Tom "$leads" 2>err || { cat err filled.csv; false; }
	sed 1d d.csv | cut -d, -f3,5-8 | sort >got
	printf '%s\n' 00123,return,recycled,'Not now', 101234567890,accept,,, A-7,later,,, | diff - got
	grep -q ',2026-12-24,' d.csv
	grep -q ',2026-11-20,' d.csv
	grep -q 20,000 d.csv || grep -q budget=20000 d.csv
	rm d.csv
	from=$made/dot.csv fill Bob.decision=later Bob.until=12/11/2026
	calc us 44 76
	fails leadreview -a "$made/dot.agreement" --record filled.csv -s d.csv --reviewer Tom "$leads"
	says "until '12/11/26' may be 2026-11-12 or 2026-12-11"
}
