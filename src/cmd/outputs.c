/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See outputs.h. */
#include "cmd/outputs.h"

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
	if (rows.known && rejects.known && file_id_same(&rows.id, &rejects.id))
		diag_error(&f->diags, "--rejects and %s are the same file: '%s'", rows.name, c->rejects);
	return !f->diags.errors;
}
