/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See clusters.h. */
#include "same/clusters.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/id.h"
#include "base/map.h"
#include "base/mem.h"
#include "expr/run.h"
#include "table/side.h"

/* An id of the file. Threads note the ones that they meet. */
struct member {
	struct str cluster; /* as it is compared */
	uint32_t row;	    /* of the file */
	_Atomic bool met;
};

struct clusters {
	const char *path;
	struct side side;
	struct arena arena;
	const char *const *file; /* of the input */
	size_t files;
	struct map *known; /* of each file, an id's number */
	struct member *member;
	size_t members;
	size_t id_column, cluster_column, file_column; /* of the side; SIZE_MAX: it has none */
	const struct code **id;			       /* of the input; the first that says something */
	size_t ids;
	struct same_lead lead;
	_Atomic uint64_t nameless, unknown; /* rows without an id; with one that the file doesn't have */
};

/* ---- columns ---- */

static void list_columns(const struct clusters *c, struct diags *diags)
{
	struct buf names = { 0 };

	for (size_t i = 0; i < c->side.columns; i++)
		buf_print(&names, "%s'%.*s'", i ? ", " : "", STR_ARG(c->side.name[i]));
	diag_more(diags, "its columns: %.*s", STR_ARG(buf_view(&names)));
	buf_release(&names);
}

/* The first of the names that the file has; SIZE_MAX: none. */
static size_t first_column(const struct clusters *c, const char *const *name)
{
	size_t column = SIZE_MAX;

	for (; *name && column == SIZE_MAX; name++)
		column = side_column(&c->side, str_from(*name));
	return column;
}

static bool find_columns(struct clusters *c, struct names *n, const size_t *id, struct diags *diags)
{
	static const char *const ids[] = { "unique_id", "id", NULL },
				 *const clusters[] = { "cluster_id", "cluster", "z_cluster", NULL },
				 *const files[] = { "source_dataset", "file", NULL };

	c->id_column = SIZE_MAX;
	for (size_t i = 0; i < c->ids && c->id_column == SIZE_MAX; i++)
		c->id_column = side_column(&c->side, names_head(n, id[i]));
	if (c->id_column == SIZE_MAX)
		c->id_column = first_column(c, ids);
	c->cluster_column = first_column(c, clusters);
	c->file_column = c->files > 1 ? first_column(c, files) : SIZE_MAX;
	if (c->cluster_column == SIZE_MAX)
		diag_error(diags, "%s: which column has the clusters is not clear; call it cluster_id",
			   c->path);
	else if (c->id_column == SIZE_MAX || c->id_column == c->cluster_column)
		diag_error(
			diags,
			"%s: which column has the ids is not clear; call it unique_id, or '%.*s' as in the "
			"input",
			c->path, STR_ARG(names_head(n, id[0])));
	else if (c->files > 1 && c->file_column == SIZE_MAX)
		diag_error(diags,
			   "%s: of several files it has to say which one an id is of; add a column "
			   "source_dataset, with the names of the files",
			   c->path);
	else
		return true;
	list_columns(c, diags);
	return false;
}

/* ---- the file ---- */

/* Is it what people call the file: its path, its name in the folder, or that without its ending? */
static bool is_file(const char *path, struct str name)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strchr(base, '.');

	return str_eq(name, str_from(path)) || str_eq(name, str_from(base)) ||
	       (dot && str_eq(name, (struct str){ base, (size_t)(dot - base) }));
}

/* Which of the input's files a row of the side is about; SIZE_MAX: none, which is reported. */
static size_t file_of_row(const struct clusters *c, size_t row, struct diags *diags)
{
	if (c->file_column == SIZE_MAX)
		return 0;
	struct str name = side_cell(&c->side, row, c->file_column);
	for (size_t i = 0; i < c->files; i++)
		if (is_file(c->file[i], name))
			return i;
	diag_error(diags, "%s:%u: '%.*s' is none of the files that are read; write the file's name", c->path,
		   c->side.line[row], STR_ARG(name));
	return SIZE_MAX;
}

/* Names of clusters, made so that two of them differ in more than case, as they are compared without it. */
struct naming {
	struct map exact, folded;
	struct str *name; /* by the exact number */
	size_t n;
	struct buf scratch;
};

static struct str name_of(struct naming *names, struct clusters *c, struct str id)
{
	uint32_t *known = map_find(&names->exact, id);
	struct str name = id;

	if (known)
		return names->name[*known];
	for (unsigned i = 2;; i++) {
		size_t before = names->folded.n;
		if (fold_number(&names->folded, &c->arena, name, &names->scratch) == before)
			break;
		name = arena_print(&c->arena, "%.*s (%u)", STR_ARG(id), i);
	}
	map_put(&names->exact, id, (uint32_t)names->n);
	names->name[names->n++] = name;
	return name;
}

/* Adds a row; false: a mistake, which is reported. */
static bool add_row(struct clusters *c, struct naming *names, size_t row, struct diags *diags)
{
	struct str id = side_cell(&c->side, row, c->id_column),
		   cluster = side_cell(&c->side, row, c->cluster_column);
	size_t file = id.n && cluster.n ? file_of_row(c, row, diags) : 0;

	if (!id.n || !cluster.n)
		return true;
	if (file == SIZE_MAX)
		return false;
	uint32_t number = map_put(&c->known[file], id_key_kept(id, &c->arena), (uint32_t)c->members);
	const struct member *other = &c->member[number];
	struct str name = name_of(names, c, cluster);
	if (number == c->members) {
		c->member[c->members].cluster = name;
		c->member[c->members++].row = (uint32_t)row;
		return true;
	}
	if (str_eq(other->cluster, name))
		return true;
	diag_error(diags, "%s:%u: '%.*s' is in another cluster on line %u; an id can be in one only", c->path,
		   c->side.line[row], STR_ARG(id), c->side.line[other->row]);
	return false;
}

static bool read_rows(struct clusters *c, struct diags *diags)
{
	struct naming names = { 0 };
	bool good = true;

	names.name = mem_new((c->side.rows + 1) * sizeof *names.name);
	c->known = mem_new(c->files * sizeof *c->known);
	c->member = mem_new((c->side.rows + 1) * sizeof *c->member);
	for (size_t row = 0; row < c->side.rows; row++)
		good &= add_row(c, &names, row, diags);
	map_release(&names.exact);
	map_release(&names.folded);
	free(names.name);
	buf_release(&names.scratch);
	if (good && !c->members) {
		diag_error(diags, "%s: no row of it has an id and a cluster", c->path);
		good = false;
	}
	return good;
}

/* ---- rows of the input ---- */

static size_t file_of(const struct clusters *c, const char *name)
{
	for (size_t i = 0; i < c->files; i++)
		if (c->file[i] == name || strcmp(c->file[i], name) == 0)
			return i;
	return 0;
}

static union value cluster_of(const void *ctx, struct frame *f)
{
	struct clusters *c = (void *)ctx;
	struct str id = STR("");

	for (size_t i = 0; i < c->ids && !id.n; i++)
		id = code_text(c->id[i], f);
	if (!id.n) {
		atomic_fetch_add_explicit(&c->nameless, 1, memory_order_relaxed);
		return value_none(TYPE_TEXT);
	}
	const struct map *known = &c->known[c->files > 1 ? file_of(c, f->record->batch->file) : 0];
	struct id_room room;
	const uint32_t *number = map_find(known, id_key(id, &room));
	if (!number) {
		atomic_fetch_add_explicit(&c->unknown, 1, memory_order_relaxed);
		return value_none(TYPE_TEXT);
	}
	atomic_store_explicit(&c->member[*number].met, true, memory_order_relaxed);
	return value_words(c->member[*number].cluster);
}

COMPUTE_ROWS(work_cluster, text, cluster_of)

static size_t bind_cluster(void *ctx, size_t which, struct names *n)
{
	(void)which;
	return program_compute(names_program(n), TYPE_TEXT, STR("cluster"), work_cluster, ctx);
}

/* The statement that joins by it. No input has a column of that name. */
static void state(struct clusters *c, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	struct expr *name = ARENA_NEW(arena, struct expr);
	struct same_key *key = ARENA_NEW(arena, struct same_key);
	struct same_part *part = ARENA_NEW(arena, struct same_part);

	*name = (struct expr){ .op = EXPR_NAME, .text = STR("cluster, of a row"), .where = a->text };
	names_define(n, name->text, TYPE_TEXT, true, bind_cluster, c, 0);
	*part = (struct same_part){ .of = SAME_VALUE, .value = name };
	*key = (struct same_key){ .words = { .text = STR("cluster"), .where = a->text },
				  .parts = { .at = part, .n = 1 },
				  .any_name = true };
	if (a->sames.n)
		c->lead = a->sames.at[0];
	c->lead.words = key->words;
	c->lead.keys.at = key;
	c->lead.keys.n = 1;
	c->lead.most_names = INT64_MAX;
}

struct clusters *clusters_bind(const char *path, struct names *n, const size_t *id, size_t ids,
			       const char *const *file, size_t files)
{
	struct diags *diags = names_diags(n);
	struct clusters *c = mem_new(sizeof *c);

	*c = (struct clusters){ .path = path, .file = file, .files = files, .ids = ids };
	c->id = ARENA_ARRAY(&names_program(n)->arena, ids, const struct code *);
	for (size_t i = 0; i < ids; i++)
		c->id[i] = names_bind_column(n, id[i], TYPE_TEXT);
	if (!ids)
		diag_error(diags,
			   "--clusters: the input has no column of ids; say which one it is: -e 'field id "
			   "\"COLUMN\"'");
	if (ids && side_read(&c->side, path, diags) && find_columns(c, n, id, diags) && read_rows(c, diags)) {
		state(c, n);
		return c;
	}
	clusters_free(c);
	return NULL;
}

void clusters_free(struct clusters *c)
{
	if (!c)
		return;
	for (size_t i = 0; c->known && i < c->files; i++)
		map_release(&c->known[i]);
	free(c->known);
	free(c->member);
	side_release(&c->side);
	arena_release(&c->arena);
	free(c);
}

const struct same_lead *clusters_lead(const struct clusters *c)
{
	return &c->lead;
}

/* ---- what only one side has ---- */

bool clusters_check(const struct clusters *c, struct diags *diags)
{
	size_t absent = 0;
	const struct member *first = NULL;
	unsigned long long unknown = c->unknown, nameless = c->nameless;

	for (size_t i = 0; i < c->members; i++)
		if (!c->member[i].met) {
			first = absent++ ? first : &c->member[i];
		}
	struct str id = first ? side_cell(&c->side, first->row, c->id_column) : STR("");
	if (absent == c->members && unknown + nameless) {
		diag_error(diags,
			   "%s: not one of its ids is in the input, so nothing would be joined; the first is "
			   "'%.*s'",
			   c->path, STR_ARG(id));
		return false;
	}
	if (absent)
		diag_note(diags, "%s: %zu id%s not in the input, the first '%.*s' on line %u", c->path,
			  absent, absent == 1 ? " is" : "s are", STR_ARG(id), c->side.line[first->row]);
	if (unknown)
		diag_note(diags, "%llu row%s an id that is in no cluster of %s, and stay%s alone", unknown,
			  unknown == 1 ? " has" : "s have", c->path, unknown == 1 ? "s" : "");
	if (nameless)
		diag_note(diags, "%llu row%s no id, and stay%s alone", nameless,
			  nameless == 1 ? " has" : "s have", nameless == 1 ? "s" : "");
	return true;
}
