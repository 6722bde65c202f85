/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before any name is asked for: the headers indexed, the fields listed, and for
 * every column its missing words and the kind that at, since, per, value and a clock give it.
 */
#include "agreement/names.h"

#include <stdlib.h>

#include "agreement/lookup.h"
#include "base/casefold.h"
#include "base/mem.h"

struct str names_loosened(struct arena *arena, struct str name)
{
	struct buf b = { 0 };

	fold_append(&b, str_trim(name));
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '_' || b.p[i] == '-')
			b.p[i] = ' ';
	struct str s = str_trim(buf_view(&b));
	while (s.n && s.p[s.n - 1] == '*')
		s = str_trim((struct str){ s.p, s.n - 1 });
	s = arena_copy(arena, s);
	buf_release(&b);
	return s;
}

static void index_headers(struct names *n)
{
	for (size_t i = 0; i < n->columns; i++) {
		uint32_t first = map_put(&n->exact, n->header[i], (uint32_t)i);
		if (first != i && n->header[i].n)
			n->repeated[first] = true;
		map_put(&n->loose, names_loosened(n->arena, n->header[i]), (uint32_t)i);
	}
}

static struct entry *add_entry(struct names *n, struct str name)
{
	struct entry *e = &n->entries[n->nentries++];

	*e = (struct entry){ .name = name, .loose = names_loosened(n->arena, name) };
	return e;
}

static void make_entries(struct names *n)
{
	const struct agreement *a = n->agreement;
	size_t most = a->fields.n;

	for (const struct builtin_field *b = builtin_fields; b->name; b++)
		most++;
	n->entries = ARENA_ARRAY(n->arena, most, struct entry);
	for (size_t i = 0; i < a->fields.n; i++)
		add_entry(n, a->fields.at[i].name.text)->field = &a->fields.at[i];
	for (const struct builtin_field *b = builtin_fields; b->name; b++) {
		struct str loose = names_loosened(n->arena, str_from(b->name));
		size_t i = 0;
		while (i < a->fields.n && !str_eq(n->entries[i].loose, loose))
			i++;
		(i < a->fields.n ? &n->entries[i] : add_entry(n, str_from(b->name)))->builtin = b;
	}
}

static void hint(struct names *n, const struct expr *e, enum type kind)
{
	size_t column = e ? names_column(n, e) : SIZE_MAX;

	if (column != SIZE_MAX)
		n->hint[column] = kind;
}

/* What a clock is run by, where that is no stage and no exit. */
static void hint_moment(struct names *n, const struct expr *e)
{
	if (e && !agreement_step(n->agreement, e))
		hint(n, e, TYPE_TIME);
}

static void hint_clock(struct names *n, const struct sla *s)
{
	hint_moment(n, s->from);
	for (size_t i = 0; i < s->to.n; i++)
		hint_moment(n, s->to.at[i]);
	for (size_t i = 0; i < s->pauses.n; i++) {
		hint_moment(n, s->pauses.at[i].from);
		hint_moment(n, s->pauses.at[i].to);
	}
}

static void make_hints(struct names *n)
{
	const struct agreement *a = n->agreement;

	for (size_t i = 0; i < a->stages.n; i++) {
		hint(n, a->stages.at[i].at, TYPE_TIME);
		hint(n, a->stages.at[i].value, TYPE_NUMBER);
	}
	for (size_t i = 0; i < a->exits.n; i++)
		hint(n, a->exits.at[i].at, TYPE_TIME);
	for (size_t i = 0; i < a->scores.n; i++) {
		hint(n, a->scores.at[i].since, TYPE_TIME);
		for (size_t j = 0; j < a->scores.at[i].nrules; j++)
			hint(n, a->scores.at[i].rules[j].per, TYPE_NUMBER);
	}
	for (size_t i = 0; i < a->slas.n; i++)
		hint_clock(n, &a->slas.at[i]);
}

/* Is the statement's list naming this column? An empty list names all. */
static bool names_it(struct names *n, const struct missing_words *m, size_t column)
{
	for (size_t i = 0; i < m->nin; i++)
		if (names_column(n, m->in[i]) == column)
			return true;
	return !m->nin;
}

/* The words that mean "nothing" in a column; SIZE_MAX: in those that no statement names. */
static const struct missing *missing_of(struct names *n, size_t column)
{
	const struct agreement *a = n->agreement;
	struct str *words = NULL;
	size_t count = 0, cap = 0;

	for (size_t i = 0; i < a->missing.n; i++)
		if (names_it(n, &a->missing.at[i], column))
			for (size_t j = 0; j < a->missing.at[i].nwords; j++) {
				MEM_ROOM(words, count, cap);
				words[count++] = a->missing.at[i].words[j];
			}
	const struct missing *m = missing_new(n->arena, words, count);
	free(words);
	return m;
}

static void make_missing(struct names *n)
{
	const struct missing *everywhere = missing_of(n, SIZE_MAX - 1);

	for (size_t i = 0; i < n->columns; i++)
		n->missing[i] = everywhere;
	for (size_t i = 0; i < n->agreement->missing.n; i++)
		for (size_t j = 0; j < n->agreement->missing.at[i].nin; j++) {
			const struct expr *name = n->agreement->missing.at[i].in[j];
			size_t column = names_column(n, name);
			if (column != SIZE_MAX)
				n->missing[column] = missing_of(n, column);
			else if (!names_entry(n, name))
				names_unknown(n, name);
		}
}

struct names *names_new(const struct agreement *a, const struct str *header, size_t columns,
			struct program *program, struct diags *diags)
{
	struct names *n = mem_new(sizeof *n);

	*n = (struct names){ .agreement = a,
			     .program = program,
			     .diags = diags,
			     .arena = &program->arena,
			     .header = header,
			     .columns = columns };
	program_init(program, diags, (struct schema){ n, names_resolve });
	program->times = (struct time_style){ a->zone ? a->zone : zone_utc(), a->dates };
	program->decimal = a->decimal;
	n->reads = ARENA_ARRAY(n->arena, columns, bool);
	n->repeated = ARENA_ARRAY(n->arena, columns, bool);
	n->hint = ARENA_ARRAY(n->arena, columns, enum type);
	n->missing = ARENA_ARRAY(n->arena, columns, const struct missing *);
	index_headers(n);
	make_entries(n);
	make_missing(n);
	make_hints(n);
	/* fields found while setting up were bound without their words and kinds: find them again on use */
	for (size_t i = 0; i < n->nentries; i++)
		n->entries[i].state = UNBOUND;
	n->tables = lookup_new_all(n);
	return n;
}

void names_free(struct names *n)
{
	lookup_free_all(n->tables, n->agreement->tables.n);
	map_release(&n->exact);
	map_release(&n->loose);
	free(n->offers);
	free(n);
}
