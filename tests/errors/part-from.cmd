leadfunnel -q -a part-from.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,from/s/inquiry/enquiry/' |
	leadfunnel -a part-from.agreement --merge
