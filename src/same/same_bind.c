/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The `same lead` statement, bound to the rows of an input. A key of which the input lacks a column is left
 * out, and that is noted, because nobody would be joined by it; without any key there is nothing to do.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "same/same_internal.h"

/* The field that a part is read from. */
static struct str field_of(enum same_of of)
{
	static const char *const names[] = {
		[SAME_EMAIL] = "email", [SAME_DOMAIN] = "email",    [SAME_PHONE] = "phone",
		[SAME_NAME] = "name",	[SAME_COMPANY] = "company", [SAME_VALUE] = "",
	};

	return str_from(names[of]);
}

/* A field by its name; NULL: the input has no column for it, or (the caller looks) a mistake was reported. */
static const struct code *bind_field(struct same_plan *p, struct str name)
{
	struct expr *e = ARENA_NEW(&p->program->arena, struct expr);

	*e = (struct expr){
		.op = EXPR_NAME, .span = p->same->words.span, .where = p->same->words.where, .text = name
	};
	if (!names_know(p->names, e))
		return NULL;
	const struct code *code = program_bind(p->program, e, TYPE_TEXT, NULL);
	return names_absent(p->names, e, false) ? NULL : code;
}

static void bind_name(struct same_plan *p)
{
	p->name = bind_field(p, STR("name"));
	p->first_name = bind_field(p, STR("first_name"));
	p->last_name = bind_field(p, STR("last_name"));
	p->own_name = agreement_find(names_agreement(p->names), NAMED_FIELD, STR("name")) != SIZE_MAX;
}

static bool has_names(const struct same_plan *p)
{
	return p->name || p->first_name || p->last_name;
}

/* ---- keys ---- */

struct lacking {
	struct str field; /* n 0: nothing is */
	bool wrong;	  /* a mistake was reported */
};

static bool bind_part(struct same_plan *p, const struct same_part *said, struct bound_part *out,
		      struct lacking *lacking)
{
	unsigned before = names_diags(p->names)->errors;

	*out = (struct bound_part){ .said = said, .type = TYPE_TEXT };
	if (said->of == SAME_NAME && !said->value) {
		if (!has_names(p))
			lacking->field = STR("name");
		return has_names(p);
	}
	if (said->value) {
		out->code = program_bind(p->program, said->value,
					 said->of == SAME_VALUE ? TYPE_NONE : TYPE_TEXT, &out->type);
		if (names_absent(p->names, said->value, false))
			lacking->field = said->value->text;
	} else {
		out->code = bind_field(p, field_of(said->of));
		if (!out->code)
			lacking->field = field_of(said->of);
	}
	lacking->wrong = names_diags(p->names)->errors > before;
	return out->code && !lacking->field.n && !lacking->wrong;
}

/* Returns false after a mistake. *lacks: the field for which there is no column; n 0: none. */
static bool bind_key(struct same_plan *p, size_t which, struct str *lacks)
{
	const struct same_key *said = &p->same->keys.at[which];
	struct bound_key *k = &p->key[p->nkeys];

	*lacks = STR("");
	*k = (struct bound_key){ .which = (uint16_t)which,
				 .any_name = said->any_name,
				 .part = ARENA_ARRAY(&p->program->arena, said->parts.n, struct bound_part),
				 .nparts = said->parts.n };
	for (size_t i = 0; i < said->parts.n; i++) {
		struct lacking lacking = { 0 };
		bool good = bind_part(p, &said->parts.at[i], &k->part[i], &lacking);
		if (lacking.wrong)
			return false;
		if (!good && !lacks->n)
			*lacks = lacking.field;
		k->named |= said->parts.at[i].of == SAME_NAME;
	}
	p->nkeys += !lacks->n;
	return true;
}

/* Adds a field to those that were looked for, unless it is there. */
static void add_sought(struct buf *sought, struct str field)
{
	struct buf quoted = { 0 };

	if (str_eq(field, STR("name")))
		buf_str(&quoted, STR("'name' or 'first_name' with 'last_name'"));
	else
		buf_print(&quoted, "'%.*s'", STR_ARG(field));
	if (!sought->n || !memmem(sought->p, sought->n, quoted.p, quoted.n)) {
		buf_str(sought, sought->n ? STR(", ") : STR(""));
		buf_str(sought, buf_view(&quoted));
	}
	buf_release(&quoted);
}

/* Does the name make a difference to some key? */
static bool asks_names(const struct same_plan *p)
{
	for (size_t i = 0; i < p->nkeys; i++)
		if (!p->key[i].any_name)
			return true;
	return false;
}

static bool bind_keys(struct same_plan *p)
{
	struct diags *diags = names_diags(p->names);
	const struct same_lead *same = p->same;
	struct str *lacks = ARENA_ARRAY(&p->program->arena, same->keys.n, struct str);
	struct buf sought = { 0 };
	bool good = true;

	p->key = ARENA_ARRAY(&p->program->arena, same->keys.n, struct bound_key);
	for (size_t i = 0; i < same->keys.n; i++) {
		good = bind_key(p, i, &lacks[i]) && good;
		if (lacks[i].n)
			add_sought(&sought, lacks[i]);
	}
	for (size_t i = 0; i < same->keys.n && good && p->nkeys; i++)
		if (lacks[i].n)
			diag_note(diags, "no column for '%.*s': the key '%.*s' joins nobody",
				  STR_ARG(lacks[i]), STR_ARG(same->keys.at[i].words.text));
	if (good && p->nkeys && !has_names(p) && asks_names(p))
		diag_note(diags,
			  "no column for a name: rows that agree in a key are one lead whoever they are");
	if (good && !p->nkeys) {
		diag_at(diags, same->words.where, same->words.span,
			"the input has a column for none of these keys: looked for %.*s; --fields shows "
			"which headers they go by",
			STR_ARG(buf_view(&sought)));
		good = false;
	}
	buf_release(&sought);
	return good;
}

static bool bind_apart(struct same_plan *p)
{
	const struct same_lead *same = p->same;
	bool good = true;

	p->napart = same->apart.n;
	p->keeps_apart = p->napart;
	p->apart = ARENA_ARRAY(&p->program->arena, p->napart, const struct code *);
	for (size_t i = 0; i < p->napart; i++) {
		const struct expr *e = same->apart.at[i];
		p->apart[i] = program_bind(p->program, e, TYPE_TEXT, NULL);
		if (p->apart[i] && names_absent(p->names, e, false)) {
			diag_at(names_diags(p->names), e->where, e->span,
				"the input has no column for the field '%.*s', so nothing would be kept "
				"apart; name the column itself, in backquotes if it has spaces",
				STR_ARG(e->text));
			good = false;
		}
		good = good && p->apart[i];
	}
	return good;
}

struct same_plan *same_bind(const struct same_lead *same, struct names *n, const char *const *file,
			    size_t files)
{
	struct same_plan *p = mem_new(sizeof *p);
	struct diags *diags = names_diags(n);
	unsigned before = diags->errors;

	*p = (struct same_plan){ .same = same, .names = n, .program = names_program(n), .files = files };
	p->file = ARENA_ARRAY(&p->program->arena, files, const char *);
	for (size_t i = 0; i < files; i++)
		p->file[i] = file[i];
	bind_name(p);
	p->country = bind_field(p, STR("country"));
	bool good = diags->errors == before && bind_keys(p);
	good = bind_apart(p) && good;
	if (good && diags->errors == before)
		return p;
	same_free(p);
	return NULL;
}

void same_follow(struct same_plan *p, const struct id_map *map, const size_t *id, size_t ids)
{
	p->map = map;
	p->keeps_apart |= id_map_parts(map);
	p->ids = ids;
	p->id = ARENA_ARRAY(&p->program->arena, ids, const struct code *);
	p->id_column = ARENA_ARRAY(&p->program->arena, ids, size_t);
	for (size_t i = 0; i < ids; i++) {
		p->id_column[i] = id[i];
		p->id[i] = names_bind_column(p->names, id[i], TYPE_TEXT);
	}
	p->owner = bind_field(p, STR("owner"));
}

void same_free(struct same_plan *p)
{
	free(p);
}
