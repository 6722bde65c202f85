/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See outputs.h. */
#include "cmd/outputs.h"

#include <strings.h>
#include <unistd.h>

#include "base/same_file.h"
#include "cmd/command.h"

struct output {
	const char *name; /* as a message says it */
	bool beside;	  /* of a file's rows, which it may replace when they are read */
	bool known;
	struct file_id id;
};

/* The input that is the output; NULL: none. */
static const char *input_of(const struct common *c, const struct output *to)
{
	struct file_id id;

	if (!c->nfiles && file_id_open(&id, STDIN_FILENO) && file_id_same(&id, &to->id))
		return "standard input";
	for (size_t i = 0; i < c->nfiles; i++) {
		bool standard = strcmp(c->files[i], "-") == 0;
		bool known = standard ? file_id_open(&id, STDIN_FILENO) : file_id(&id, c->files[i]);
		if (known && file_id_same(&id, &to->id))
			return standard ? "standard input" : c->files[i];
	}
	return NULL;
}

bool map_apart(struct filter *f, const char *path)
{
	struct output map = { .name = "--map" };
	const char *over = file_id(&map.id, path) ? input_of(&f->common, &map) : NULL;

	if (over)
		diag_error(&f->diags, "--map and the input are the same file: '%s'", over);
	return !over;
}

static void check(struct filter *f, const struct output *to)
{
	const char *over = to->known ? file_guarded(&to->id) : NULL;

	if (to->known && !over && !to->beside)
		over = input_of(&f->common, to);
	if (over)
		diag_error(&f->diags,
			   "%s would overwrite %s, which this run reads or keeps; write to another file",
			   to->name, over);
}

bool outputs_take(struct filter *f, const char *path)
{
	struct output file = { .name = path };
	struct file_id rejects;

	file.known = file_id(&file.id, path);
	check(f, &file);
	if (file.known && f->common.rejects && file_id(&rejects, f->common.rejects) &&
	    file_id_same(&rejects, &file.id))
		diag_error(&f->diags, "--rejects is one of the files of --split: '%s'", path);
	return !f->diags.errors;
}

/* Ends of names that promise something: a format, or what no format is. */
static const struct {
	const char *end;
	int format; /* enum format; -1: nothing here writes that */
	const char *write;
} ends[] = {
	{ ".xlsx", -1, "it is no workbook; --spreadsheet -o FILE.csv writes what a spreadsheet opens" },
	{ ".xls", -1, "it is no workbook; --spreadsheet -o FILE.csv writes what a spreadsheet opens" },
	{ ".ods", -1, "it is no workbook; --spreadsheet -o FILE.csv writes what a spreadsheet opens" },
	{ ".pdf", -1, "it is no PDF; -f html -o FILE.html writes a page to be printed from a browser" },
	{ ".gz", -1, "it is not compressed; a pipe into gzip does that" },
	{ ".zst", -1, "it is not compressed; a pipe into zstd does that" },
	{ ".zip", -1, "it is not compressed; a pipe into gzip does that" },
	{ ".json", FORMAT_JSON, "it is not written as JSON; add -f json" },
	{ ".jsonl", FORMAT_JSONL, "it is not written as JSON lines; add -f jsonl" },
	{ ".html", FORMAT_HTML, "it is not written as a page; add -f html" },
	{ ".htm", FORMAT_HTML, "it is not written as a page; add -f html" },
	{ ".md", FORMAT_MARKDOWN, "it is not written as Markdown; add -f markdown" },
};

/* A file that is called after what it isn't, so that the program that opens it will refuse it. */
static void tell_end(struct filter *f, const char *path)
{
	size_t n = strlen(path);
	int format = f->common.format >= 0 ? f->common.format : FORMAT_CSV;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t end = strlen(ends[i].end);
		bool excel = ends[i].format < 0 && format == FORMAT_HTML; /* .xls is opened as a page, too */
		if (n > end && !strcasecmp(path + n - end, ends[i].end) && ends[i].format != format && !excel)
			diag_note(&f->diags, "%s: %s", path, ends[i].write);
	}
}

bool outputs_apart(struct filter *f)
{
	const struct common *c = &f->common;
	struct output rows = { .name = c->output ? "--output" : "standard output",
			       .beside = c->output && f->mode->reads == READS_LEADS && !f->parts };
	struct output rejects = { .name = "--rejects" };

	rows.known = c->output ? file_id(&rows.id, c->output) : file_id_open(&rows.id, STDOUT_FILENO);
	rejects.known = c->rejects && file_id(&rejects.id, c->rejects);
	check(f, &rows);
	check(f, &rejects);
	if (c->output)
		tell_end(f, c->output);
	if (rows.known && rejects.known && file_id_same(&rows.id, &rejects.id))
		diag_error(&f->diags, "--rejects and %s are the same file: '%s'", rows.name, c->rejects);
	return !f->diags.errors;
}

enum format filter_report_format(const struct filter *f)
{
	if (f->common.format >= 0)
		return (enum format)f->common.format;
	if (f->common.out_delimiter || f->common.out_decimal)
		return FORMAT_CSV;
	return !f->common.output && isatty(STDOUT_FILENO) ? FORMAT_TABLE : FORMAT_CSV;
}

bool filter_report_plain(const struct filter *f)
{
	return format_kinds[filter_report_format(f)].plain;
}
