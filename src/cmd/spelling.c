/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See spelling.h. */
#include "cmd/spelling.h"

void spreadsheet_spelling(struct common *c, const struct agreement *a)
{
	if (c->format < 0)
		c->format = FORMAT_CSV;
	if (!c->out_decimal)
		c->out_decimal = a->decimal;
	if (!c->out_delimiter && c->format == FORMAT_CSV)
		c->out_delimiter = c->out_decimal == ',' ? ';' : ',';
	if (c->out_times < 0)
		c->out_times = TIMES_LOCAL;
	c->bom = c->excel_safe = true;
}

struct dialect rows_dialect(const struct common *c, struct dialect in)
{
	struct dialect out = in;

	if (c->out_delimiter)
		out.delimiter = c->out_delimiter;
	else if (c->format >= 0)
		out.delimiter = c->format == FORMAT_TSV ? '\t' : c->format == FORMAT_CSV ? ',' : in.delimiter;
	if (c->out_delimiter || c->format >= 0)
		out.raw_tsv = in.raw_tsv && out.delimiter == '\t';
	return out;
}

char rows_decimal(const struct common *c)
{
	return c->out_decimal ? c->out_decimal : '.';
}

/* People read a clock; programs are told everything. */
enum times_as report_times(const struct common *c, enum format format)
{
	if (c->out_times >= 0)
		return (enum times_as)c->out_times;
	if (format_kinds[format].plain)
		return TIMES_ISO;
	return format == FORMAT_HTML ? TIMES_PAGE : TIMES_LOCAL;
}

enum times_as rows_times(const struct common *c)
{
	return report_times(c, c->format >= 0 ? (enum format)c->format : FORMAT_CSV);
}
