# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold: which rows are one lead, held against a program that compares every row with every other.
load common

truth() { "$ROOT/tests/cli/same_truth.py" "$@"; }

@test "the same lead: small random worlds come out as by comparing every row with every other" {
	local seed
	for seed in $(seq 1 "${ROUNDS:-30}"); do
		truth make "$seed" .
		truth truth . >want
		leadfold -q -j "$((1 + seed % 2 * 3))" -a our.agreement --duplicates in.csv | truth said >got
		diff -u want got || {
			echo "seed $seed" && cat our.agreement
			return 1
		}
	done
}

@test "the same lead: the order of the rows makes no difference to who is one, where nothing is kept apart" {
	local seed
	for seed in 101 102 103 104; do
		truth make "$seed" .
		grep -v apart our.agreement >a.agreement
		leadfold -q -a a.agreement --duplicates in.csv | truth said | awk '/^[0-9]/' >want
		{
			head -n 1 in.csv
			tail -n +2 in.csv | sort -t, -k3 -r
		} >other.csv
		leadfold -q -a a.agreement --duplicates other.csv | truth said | awk '/^[0-9]/' >got
		diff -u want got
	done
}
