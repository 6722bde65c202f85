/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a name means on this input: see fields.h. Before any is asked for, the
 * fields are listed, and for every column its missing words and what the
 * agreement reads it as.
 */
#include "agreement/fields_internal.h"

#include <stdlib.h>

#include "agreement/statement.h"
#include "base/cell.h"
#include "base/mem.h"
#include "expr/habits.h"
#include "expr/run.h"

/* ---- fields ---- */

size_t field_called(struct names *n, struct str name, bool loosely)
{
	size_t i = name_index_find(&n->fields, name, loosely);

	if (i != SIZE_MAX)
		return i;
	for (i = n->agreement->fields.n; i < n->nentries; i++)
		if (loosely ? builtin_is_called(n->entries[i].builtin, name)
			    : str_eq(n->entries[i].name, name)) {
			map_put(loosely ? &n->fields.loose : &n->fields.exact, arena_copy(n->arena, name),
				(uint32_t)i);
			return i;
		}
	return SIZE_MAX;
}

/* A field worked out by cases, bound. */
struct cases {
	size_t n;
	enum type type;
	struct bound_case {
		const struct code *value, *when; /* when NULL: otherwise */
	} at[];
};

/* Each row has the value of the first case that holds for it: each case is asked of the rows that those
 * before have left. */
static void cases_many(const struct cases *c, struct rows *r, struct asked ask, union vector out)
{
	uint16_t *left = rows_room(r).row, *here = rows_room(r).row;
	bool *holds = rows_room(r).flag;

	for (size_t i = 0; i < c->n && ask.n; i++) {
		const struct bound_case *one = &c->at[i];
		if (!one->when) {
			code_run(one->value, r, ask, out);
			ask.n = 0;
			break;
		}
		code_run(one->when, r, ask, (union vector){ .flag = holds });
		code_run(one->value, r, asked_where(ask, holds, true, here), out);
		ask = asked_where(ask, holds, false, left);
	}
	vector_none(c->type, ask, out);
	for (int i = 0; i < 3; i++)
		rows_room_back(r);
}

static void work_cases(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct cases *c = ctx;
	size_t i = 0;

	if (ask.n != 1) {
		cases_many(c, r, ask, out);
		return;
	}
	struct frame *f = rows_at(r, *ask.row);
	while (i < c->n && c->at[i].when && !code_flag(c->at[i].when, f))
		i++;
	if (i < c->n)
		code_run(c->at[i].value, r, ask, out);
	else
		vector_none(c->type, ask, out);
}

static bool bind_cases(struct names *n, struct entry *e)
{
	const struct field *field = e->field;
	struct cases *c = arena_alloc(n->arena, sizeof *c + field->ncases * sizeof *c->at);
	bool good = true;

	c->n = field->ncases;
	for (size_t i = 0; i < c->n; i++) {
		const struct field_case *from = &field->cases[i];
		enum type type = TYPE_NONE;
		c->at[i].value = program_bind(n->program, from->value, TYPE_NONE, &type);
		if (from->when)
			c->at[i].when = program_bind(n->program, from->when, TYPE_FLAG, NULL);
		good = good && c->at[i].value && (!from->when || c->at[i].when);
		if (!c->type)
			c->type = type;
		if (good && type != c->type) {
			diag_at(n->diags, from->value->where, from->value->span,
				"field '%.*s' is one kind of value in one line and another in the next",
				STR_ARG(field->name.text));
			good = false;
		}
	}
	if (good)
		e->binding = (struct binding){ .how = BOUND_COMPUTED,
					       .kind = c->type,
					       .label = e->name,
					       .computed = program_compute(n->program, c->type, e->name,
									   work_cases, c) };
	e->how = FOUND_WORKED_OUT;
	return good;
}

/* Finds or works out a field, once. */
static void bind_entry(struct names *n, struct entry *e, const struct expr *expr)
{
	if (e->state == BINDING && expr) {
		diag_at(n->diags, expr->where, expr->span, "'%.*s' is worked out from itself",
			STR_ARG(e->name));
		e->state = BROKEN;
	}
	if (e->state != UNBOUND)
		return;
	e->state = BINDING;
	bool good = true;
	if (e->field && e->field->ncases)
		good = bind_cases(n, e);
	else if (!field_seek(n, e, expr))
		e->binding = (struct binding){ .how = BOUND_ABSENT,
					       .kind = e->builtin ? e->builtin->kind : TYPE_NONE,
					       .label = e->name };
	if (e->state == BINDING)
		e->state = good ? BOUND : BROKEN;
	if (e->state == BOUND && expr && e->builtin)
		field_doubt_id(n, e);
	if (e->state == BOUND && e->binding.how == BOUND_ABSENT && e->field && expr)
		diag_note_at(
			n->diags, e->field->name.where, e->field->name.span,
			"field '%.*s': none of its headers is in the input, so it is missing in every row",
			STR_ARG(e->name));
}

/* ---- names ---- */

static void bind_define(struct names *n, struct definition *o, const struct expr *expr, struct binding *out)
{
	size_t column = headers_exactly(&n->headers, o->name);

	if (column != SIZE_MAX && !o->own) {
		column_bind(n, column, expr, o->type, out);
		return;
	}
	if (o->state == UNBOUND) {
		o->state = BINDING;
		o->computed = o->bind(o->ctx, o->which, n);
		o->state = o->computed == SIZE_MAX ? BROKEN : BOUND;
	} else if (o->state == BINDING) {
		n->circle = true;
	}
	if (n->circle && expr->span.n) {
		diag_at(n->diags, expr->where, expr->span,
			column != SIZE_MAX ? "'%.*s' is worked out from itself; the input's column is `%.*s`"
					   : "'%.*s' is worked out from itself",
			STR_ARG(o->name), STR_ARG(o->name));
		n->circle = false;
	}
	if (o->state == BOUND)
		*out = (struct binding){ .how = BOUND_COMPUTED,
					 .kind = o->type,
					 .computed = o->computed,
					 .counts = o->type == TYPE_NUMBER,
					 .label = o->name,
					 .word = o->word,
					 .words = o->words };
}

/* Looks through all kinds of names by one way of comparing. True: the name is known, whether or not it could
 * be bound. */
static bool resolve_name(struct names *n, const struct expr *name, bool loosely, struct binding *out)
{
	struct str wanted = loosely ? loose_name(n->arena, name->text) : name->text;
	bool twice = false;

	size_t i = name_index_find(&n->offered, wanted, loosely);
	if (i != SIZE_MAX) {
		bind_define(n, &n->definitions[i], name, out);
		return true;
	}
	i = field_called(n, wanted, loosely);
	if (i != SIZE_MAX) {
		if (!n->entries[i].used)
			n->entries[i].used = name;
		bind_entry(n, &n->entries[i], name);
		if (n->entries[i].state == BOUND)
			*out = n->entries[i].binding;
		return true;
	}
	size_t column = column_fit(n, name->text, loosely, name, &twice);
	if (column != SIZE_MAX && !twice) {
		column_bind(n, column, name, TYPE_NONE, out);
		if (!loosely) /* else no field is called so */
			i = field_called(n, loose_text(name->text, &n->headers.loose), true);
		out->counts = i != SIZE_MAX && field_counts(&n->entries[i]);
		n->reads[column] = true;
	}
	return column != SIZE_MAX;
}

/* Of a column that is asked for as it is called: "; the nearest are 'name', 'need', 'page'". */
static struct str nearest_columns(const struct names *n, const struct expr *name,
				  const struct candidates *all, size_t lists)
{
	struct str near[NEAREST_FEW], words = STR("");
	bool column = strcmp(name->where->name, "--columns") == 0;
	size_t few = column ? nearest_few(name->text, all, lists, near) : 0;

	for (size_t i = 0; i < few && few > 1; i++)
		words = arena_print(n->arena, "%.*s%s '%.*s'", STR_ARG(words), i ? "," : "; the nearest are",
				    STR_ARG(near[i]));
	return words;
}

/* Reports that there is no such name, and suggests the likeliest one. */
static void unknown(struct names *n, const struct expr *name)
{
	if (!name->compared && agreement_step_asked(n->agreement, name, n->arena, n->diags))
		return;
	struct candidates all[] = { CANDIDATE_NAMES(n->headers.name, n->headers.n),
				    CANDIDATES(n->definitions, n->ndefinitions, name),
				    CANDIDATES(n->entries, n->nentries, name) };
	size_t lists = name->op == EXPR_NAME ? 3 : 1;
	struct str few = nearest_columns(n, name, all, lists);
	struct str near = few.n ? STR("") : nearest(n->diags, name->text, all, lists);

	const char *habit = name->op == EXPR_NAME ? habit_name(name->text) : NULL;

	if (habit)
		diag_at(n->diags, name->where, name->span, "no column '%.*s'; %s", STR_ARG(name->text),
			habit);
	else if (few.n)
		diag_at(n->diags, name->where, name->span, "no column '%.*s'%.*s", STR_ARG(name->text),
			STR_ARG(few));
	else
		diag_at(n->diags, name->where, name->span, "no %scolumn '%.*s'%s" DID_YOU_MEAN,
			name->moment ? "stage, exit or " : "", STR_ARG(name->text),
			name->compared ? "; a text stands in quotes" : "", DID_YOU_MEAN_ARG(near));
}

static bool is_column(void *ctx, struct str text)
{
	struct names *n = ctx;

	return headers_exactly(&n->headers, text) != SIZE_MAX ||
	       headers_loosely(&n->headers, text) != SIZE_MAX;
}

/* The schema's answer. */
static void resolve(void *ctx, const struct expr *name, struct binding *out)
{
	struct names *n = ctx;

	*out = (struct binding){ .how = BOUND_UNKNOWN };
	if (name->op == EXPR_COLUMN) {
		size_t column = headers_exactly(&n->headers, name->text);
		if (column == SIZE_MAX)
			unknown(n, name);
		else {
			column_bind(n, column, name, TYPE_NONE, out);
			n->reads[column] = true;
		}
		return;
	}
	if (resolve_name(n, name, false, out) || resolve_name(n, name, true, out))
		return;
	if (!lookups_resolve(n->tables, name, out))
		unknown(n, name);
}

const struct code *names_bind_column(struct names *n, size_t column, enum type type)
{
	struct binding b;

	column_bind(n, column, NULL, type == TYPE_TEXT ? TYPE_NONE : type, &b);
	n->reads[column] = true;
	return program_bind_to(n->program, &b, type);
}

size_t names_column(struct names *n, const struct expr *name)
{
	bool twice;

	if (name->op == EXPR_COLUMN)
		return headers_exactly(&n->headers, name->text);
	if (name->op != EXPR_NAME)
		return SIZE_MAX;
	for (int loosely = 0; loosely < 2; loosely++) {
		struct str wanted = loosely ? loose_name(n->arena, name->text) : name->text;
		size_t i = field_called(n, wanted, loosely);
		if (i != SIZE_MAX && !(n->entries[i].field && n->entries[i].field->ncases)) {
			struct entry *e = &n->entries[i];
			bind_entry(n, e, NULL);
			return e->state == BOUND && e->binding.how == BOUND_COLUMN ? e->binding.column
										   : SIZE_MAX;
		}
		size_t column = column_fit(n, name->text, loosely, NULL, &twice);
		if (column != SIZE_MAX)
			return column;
	}
	return SIZE_MAX;
}

/* The field of that name, loosely; NULL: none. */
static struct entry *find_entry(struct names *n, const struct expr *name)
{
	size_t i = name->op == EXPR_NAME ? field_called(n, loose_name(n->arena, name->text), true) : SIZE_MAX;

	return i != SIZE_MAX ? &n->entries[i] : NULL;
}

bool names_absent(struct names *n, const struct expr *name, bool builtin)
{
	const struct entry *e = find_entry(n, name);

	return n->headers.n && e && (e->builtin || !builtin) && e->state == BOUND &&
	       e->binding.how == BOUND_ABSENT;
}

size_t names_computed(struct names *n, struct str name)
{
	size_t i = name_index_find(&n->offered, name, false);
	struct expr asked = { .op = EXPR_NAME, .text = name, .where = n->agreement->text };
	struct binding out = { 0 };

	if (i == SIZE_MAX)
		return SIZE_MAX;
	bool own = n->definitions[i].own;
	n->definitions[i].own = true;
	bind_define(n, &n->definitions[i], &asked, &out);
	n->definitions[i].own = own;
	return out.how == BOUND_COMPUTED ? out.computed : SIZE_MAX;
}

/* ---- before any is asked for ---- */

/* What the agreement's field is besides; NULL: none that is built in. */
static const struct builtin_field *builtin_called(struct str loose)
{
	const struct builtin_field *b = builtin_fields;

	while (b->name && !builtin_is_called(b, loose))
		b++;
	return b->name ? b : NULL;
}

static void make_entries(struct names *n)
{
	const struct agreement *a = n->agreement;
	size_t most = a->fields.n;

	for (const struct builtin_field *b = builtin_fields; b->name; b++)
		most++;
	n->entries = ARENA_ARRAY(n->arena, most, struct entry);
	for (size_t i = 0; i < a->fields.n; i++) {
		struct str name = a->fields.at[i].name.text, loose = loose_name(n->arena, name);
		name_index_add(&n->fields, name, loose, i);
		bool first = name_index_find(&n->fields, loose, true) == i;
		n->entries[i] = (struct entry){ .name = name,
						.field = &a->fields.at[i],
						.builtin = first ? builtin_called(loose) : NULL };
	}
	n->nentries = a->fields.n;
	for (const struct builtin_field *b = builtin_fields; b->name; b++) {
		size_t i = 0;
		while (i < a->fields.n && n->entries[i].builtin != b)
			i++;
		if (i < a->fields.n)
			continue;
		n->entries[n->nentries].name = str_from(b->name);
		n->entries[n->nentries++].builtin = b;
	}
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

/* The column of a name behind `in`; SIZE_MAX: a table's, none that this input has, or none at all, which is
 * reported. */
static size_t said_column(void *ctx, const struct expr *name)
{
	struct names *n = ctx;
	size_t column = names_column(n, name);
	const struct entry *e = column == SIZE_MAX ? find_entry(n, name) : NULL;

	if (e && e->field && e->field->ncases)
		diag_at(n->diags, name->where, name->span,
			"'%.*s' is worked out; name the columns that it is worked out from",
			STR_ARG(e->name));
	else if (column == SIZE_MAX && !e && !lookups_has(n->tables, name))
		unknown(n, name);
	return column;
}

/* A column that stands alone where the agreement wants a time or a number is of that type. */
static bool note_column(void *ctx, const struct place *p)
{
	struct names *n = ctx;
	enum role role = p->part->role;
	bool moment = role == ROLE_MOMENT && !agreement_step(n->agreement, p->expr);

	if (!moment && !p->part->hints)
		return true;
	size_t column = names_column(n, p->expr);
	if (column != SIZE_MAX)
		n->hint[column] = role == ROLE_NUMBER ? TYPE_NUMBER : TYPE_TIME;
	return true;
}

/* Columns that say whose a row is: the id's, and those that folds go by. */
static void know_no_ids(struct names *n)
{
	const struct agreement *a = n->agreement;
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };
	const struct missing *none = field_no_ids(n->arena);

	for (size_t i = 0; i <= a->folds.n; i++) {
		size_t column = names_column(n, i < a->folds.n ? a->folds.at[i].by : &id);
		if (column != SIZE_MAX && !n->no_ids[column]) {
			n->no_ids[column] = true;
			n->missing[column] = missing_and(n->arena, n->missing[column], none);
		}
	}
}

struct names *names_new(const struct agreement *a, const struct str *header, size_t columns,
			struct program *program, struct diags *diags)
{
	struct names *n = mem_new(sizeof *n);

	*n = (struct names){ .agreement = a, .program = program, .diags = diags, .arena = &program->arena };
	program_init(program, diags, (struct schema){ n, resolve });
	program->is_column = is_column;
	program->times = (struct time_style){ .zone = a->zone ? a->zone : zone_utc(), .dates = a->dates };
	program->decimal = a->decimal;
	program->year_begins = a->year_begins;
	program->dots = !a->decimal_said;
	headers_init(&n->headers, header, columns, n->arena);
	n->reads = ARENA_ARRAY(n->arena, columns, bool);
	n->hint = ARENA_ARRAY(n->arena, columns, enum type);
	n->missing = ARENA_ARRAY(n->arena, columns, const struct missing *);
	n->no_ids = ARENA_ARRAY(n->arena, columns, bool);
	n->times = ARENA_ARRAY(n->arena, columns, struct time_style *);
	n->tables = lookups_new(a, program);
	make_entries(n);
	const struct missing *everywhere = missing_everywhere(n);
	for (size_t i = 0; i < columns; i++)
		n->missing[i] = everywhere;
	columns_apply(a, program, said_column, n, n->missing, n->times);
	know_no_ids(n);
	agreement_walk(a, note_column, n);
	/* fields found while setting up were bound without their words and kinds: find them again on use */
	for (size_t i = 0; i < n->nentries; i++)
		n->entries[i].state = UNBOUND;
	return n;
}

void names_free(struct names *n)
{
	lookups_free(n->tables);
	headers_release(&n->headers);
	name_index_release(&n->offered);
	name_index_release(&n->fields);
	free(n->definitions);
	free(n);
}

size_t names_fields(struct names *n, struct field_found **out)
{
	*out = ARENA_ARRAY(n->arena, n->nentries, struct field_found);
	for (size_t i = 0; i < n->nentries; i++) {
		struct entry *e = &n->entries[i];
		bind_entry(n, e, NULL);
		bool column = e->state == BOUND && e->binding.how == BOUND_COLUMN;
		(*out)[i] = (struct field_found){ .name = e->name,
						  .column = column ? e->binding.column : SIZE_MAX,
						  .how = e->how,
						  .by = e->by,
						  .builtin = !e->field,
						  .used = e->used };
	}
	return n->nentries;
}
