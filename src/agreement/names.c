/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before any name is asked for: the headers indexed, the fields listed, and for
 * every column its missing words and the kind that at, since, per, value and a clock give it.
 */
#include "agreement/names.h"

#include <stdlib.h>

#include "agreement/lookup.h"
#include "base/cell.h"
#include "base/mem.h"

size_t names_find(const struct name_index *index, struct str name, bool loosely)
{
	const uint32_t *number = map_find(loosely ? &index->loose : &index->exact, name);

	return number ? *number : SIZE_MAX;
}

/* The first of a name is found. */
void names_index(struct name_index *index, struct str name, struct str loose, size_t number)
{
	map_put(&index->exact, name, (uint32_t)number);
	map_put(&index->loose, loose, (uint32_t)number);
}

static void release_index(struct name_index *index)
{
	map_release(&index->exact);
	map_release(&index->loose);
}

static void index_headers(struct names *n)
{
	size_t at = 0;

	n->of_header = ARENA_ARRAY(n->arena, n->columns, struct header_alike);
	n->alike = ARENA_ARRAY(n->arena, n->columns, size_t);
	for (size_t i = 0; i < n->columns; i++) {
		struct str loose = loose_name(n->arena, n->header[i]);
		names_index(&n->headers, n->header[i], loose, i);
		n->of_header[names_find(&n->headers, n->header[i], false)].n++;
		n->of_header[i].other = SIZE_MAX;
		size_t fits = names_find(&n->headers, loose, true);
		if (n->of_header[fits].other == SIZE_MAX && !str_eq(n->header[fits], n->header[i]))
			n->of_header[fits].other = i;
	}
	for (size_t i = 0; i < n->columns; i++) {
		struct header_alike *h = &n->of_header[i];
		n->repeated[i] = h->n > 1 && n->header[i].n;
		h->at = at;
		at += h->n;
		h->n = 0;
	}
	for (size_t i = 0; i < n->columns; i++) {
		struct header_alike *h = &n->of_header[names_find(&n->headers, n->header[i], false)];
		n->alike[h->at + h->n++] = i;
	}
}

static struct entry *add_entry(struct names *n, struct str name)
{
	struct entry *e = &n->entries[n->nentries];

	*e = (struct entry){ .name = name, .loose = loose_name(n->arena, name) };
	names_index(&n->fields, name, e->loose, n->nentries++);
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
		size_t i = names_find(&n->fields, loose_name(n->arena, str_from(b->name)), true);
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

/* The words that mean "nothing" in every column. */
static const struct missing *missing_everywhere(struct names *n)
{
	const struct agreement *a = n->agreement;
	struct str *words = NULL;
	size_t count = 0, cap = 0;

	for (size_t i = 0; i < a->missing.n; i++)
		for (size_t j = 0; j < a->missing.at[i].nwords && !a->missing.at[i].nin; j++) {
			MEM_ROOM(words, count, cap);
			words[count++] = a->missing.at[i].words[j];
		}
	const struct missing *m = missing_new(n->arena, words, count);
	free(words);
	return m;
}

/* Adds a statement's words to those of every column that it names. */
static void missing_in(struct names *n, const struct missing_words *said)
{
	const struct missing *words = missing_new(n->arena, said->words, said->nwords);

	for (size_t j = 0; j < said->nin; j++) {
		size_t column = names_column(n, said->in[j]);
		if (column != SIZE_MAX)
			n->missing[column] = missing_and(n->arena, n->missing[column], words);
		else if (!names_entry(n, said->in[j]))
			names_unknown(n, said->in[j]);
	}
}

static void make_missing(struct names *n)
{
	const struct missing *everywhere = missing_everywhere(n);

	for (size_t i = 0; i < n->columns; i++)
		n->missing[i] = everywhere;
	for (size_t i = 0; i < n->agreement->missing.n; i++)
		if (n->agreement->missing.at[i].nin)
			missing_in(n, &n->agreement->missing.at[i]);
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
	release_index(&n->headers);
	release_index(&n->offered);
	release_index(&n->fields);
	free(n->offers);
	free(n);
}

const struct code *names_code(struct names *n, const char *name, enum type want)
{
	struct program *p = names_program(n);
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = names_agreement(n)->text };
	return program_bind(p, e, want, NULL);
}
