leadfunnel -q -a part-cohort.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,cohort/s/,$/fortnight,/;s/,,,,fortnight/,,,fortnight/' |
	leadfunnel -a part-cohort.agreement --merge
