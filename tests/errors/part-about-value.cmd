leadfunnel -q -a part-about-value.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,exact/s/,,,/,,7,/' |
	leadfunnel -a part-about-value.agreement --merge
