leadfunnel -q -a part-version.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,version/s/,3$/,2/' |
	leadfunnel -a part-version.agreement --merge
