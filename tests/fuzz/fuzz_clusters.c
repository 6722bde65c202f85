/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a file of clusters, for a few rows. What is refused is reported, and then nothing is joined.
 * Of what is read two rows have the same cluster exactly where some row of the file has the id of the one,
 * some row that of the other, and their clusters are spelled the same.
 *
 * The first byte says how many systems there are.
 */
#include "sheet.h"

#include "base/casefold.h"
#include "same/clusters.h"

static const char rows[] = "1,Ann\na,Bo\nA,Cid\n00,Dan\n,Eve\n\"x,y\",Fay\n1,Gus\n";
static const struct str header[] = { STR("id"), STR("name") };
static const char *const files[] = { "mk.csv", "data/sl.csv" };
enum { ROWS = 7 };

static size_t column_of(const struct side *s, const char *const *name)
{
	size_t column = SIZE_MAX;

	for (; *name && column == SIZE_MAX; name++)
		column = side_column(s, str_from(*name));
	return column;
}

static bool is_file(struct str name, const char *file)
{
	return strcmp(file, files[0]) == 0 ? str_eq(name, STR("mk.csv")) || str_eq(name, STR("mk"))
					   : str_eq(name, STR("data/sl.csv")) ||
						     str_eq(name, STR("sl.csv")) || str_eq(name, STR("sl"));
}

/* The cluster that the file gives to an id; empty: none. */
static struct str cluster_of(const struct side *s, struct str id, const char *file)
{
	size_t ids = column_of(s, (const char *const[]){ "id", "unique_id", NULL }),
	       clusters = column_of(s, (const char *const[]){ "cluster_id", "cluster", "z_cluster", NULL }),
	       of = column_of(s, (const char *const[]){ "source_dataset", "file", NULL });

	for (size_t row = 0; id.n && row < s->rows; row++)
		if (str_eq(side_cell(s, row, ids), id) && side_cell(s, row, clusters).n &&
		    (!file || is_file(side_cell(s, row, of), file)))
			return side_cell(s, row, clusters);
	return STR("");
}

/* What the key says of a row, folded as the join compares it; and what the file says. */
struct seen {
	struct buf key;
	struct str cluster;
};

static void see(struct leads *l, const struct code *key, const struct side *s, size_t row, size_t nfiles,
		struct seen *out)
{
	struct record r = batch_record(&l->batch, row);
	struct buf scratch = { 0 };
	struct str id = record_value(&r, 0, &scratch);

	l->batch.file = files[row % 2];
	frame_record(&l->frame, &r);
	fold_append(&out->key, code_text(key, &l->frame));
	out->cluster = cluster_of(s, id, nfiles > 1 ? l->batch.file : NULL);
	buf_release(&scratch);
}

static void compare(const struct seen *a, const struct seen *b)
{
	bool one = a->key.n && str_eq(buf_view(&a->key), buf_view(&b->key));

	check(one == (a->cluster.n && str_eq(a->cluster, b->cluster)), "rows of one cluster are one lead");
}

static void check_rows(struct leads *l, const struct clusters *c, struct str bytes, size_t nfiles)
{
	const struct same_key *key = clusters_lead(c)->keys.at;
	const struct code *code = program_bind(&l->program, key->parts.at->value, TYPE_TEXT, NULL);
	struct seen seen[ROWS] = { 0 };
	struct side s = { 0 };

	check(clusters_lead(c)->keys.n == 1 && code, "there is one key");
	check(side_of(&s, bytes), "the file is read again");
	frame_init(&l->frame, &l->program);
	for (size_t i = 0; i < ROWS; i++)
		see(l, code, &s, i, nfiles, &seen[i]);
	for (size_t i = 0; i < ROWS; i++)
		for (size_t j = 0; j < i; j++)
			compare(&seen[i], &seen[j]);
	unsigned before = l->diags.errors;
	check(clusters_check(c, &l->diags) == (l->diags.errors == before), "what fails is reported");
	for (size_t i = 0; i < ROWS; i++)
		buf_release(&seen[i].key);
	side_release(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t nfiles = size && *data & 1 ? 2 : 1;
	struct str bytes = { (const char *)data + (size > 0), size ? size - 1 : 0 };
	struct leads l;

	leads_init(&l, "missing \"\"\n", header, 2, rows);
	struct clusters *c = clusters_bind(file_of(bytes, NULL), l.names, &(size_t){ 0 }, 1, files, nfiles);
	check(!c == (l.diags.errors > 0), "what is refused is reported");
	if (c)
		check_rows(&l, c, bytes, nfiles);
	clusters_free(c);
	leads_release(&l);
	return 0;
}
