/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See elsewhere.h. A command knows its own options only, so those that not all of them have stand here once
 * more; tests/cli/options.bats compares them with every --help.
 */
#include "cli/elsewhere.h"

static const struct {
	const char *tool, *options; /* with a space around each */
} tools[] = {
	{ "leadbant", " summary " },
	{ "leadfold", " accept archive at changed-since check clusters duplicates except fail-when fold "
		      "grouped history map "
		      "nights repeats same shape snapshots sort void " },
	{ "leadfunnel",
	  " across by cohort eventual exact fail-when figure from good-months groups limit lookback movement "
	  "promises reasons rows simultaneous since sort spend to window yoy " },
	{ "leadreview",
	  " again apply at by commands decisions fail-when forget map page-each prefer record reviewer sheet "
	  "skip-mistakes status " },
	{ "leadroute", " decisions diff dry-run explain ledger map no-wait reassign replay report " },
	{ "leadscore", " diff explain summary top " },
	{ "leadsla",
	  " across backlog by check exact fail-when figure groups last limit report since trend " },
};

static const struct {
	const char *words, *option;
} aliases[] = {
	{ " filter query condition ", "where" },
	{ " select cols ", "columns" },
	{ " separator sep field-separator ", "delimiter" },
	{ " group-by groupby ", "by" },
	{ " outfile output-file ", "output" },
	{ " order-by sort-by order ", "sort" },
	{ " today ", "now" },
	{ " config rules ", "agreement" },
};

void option_elsewhere(struct buf *b, struct str name)
{
	size_t n = 0, said = 0;

	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		n += str_among(name, tools[i].options);
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		if (str_among(name, tools[i].options)) {
			buf_print(b, "%s%s", !said ? "" : said + 1 < n ? ", " : " and ", tools[i].tool);
			said++;
		}
}

const char *option_alias(struct str name)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (str_among(name, aliases[i].words))
			return aliases[i].option;
	return NULL;
}
