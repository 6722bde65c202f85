leadfunnel -q -a part-window.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,window/s/,,,,/,,,soon,/' |
	leadfunnel -a part-window.agreement --merge
