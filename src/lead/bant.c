/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three-valued criteria: where `yes when` and `no when` both hold it is no, and counted. */
#include "lead/bant.h"

#include "lead/conditions.h"
#include "expr/run.h"

struct bound_criterion {
	size_t index;
	const struct code *yes, *no; /* NULL: never */
};

struct bant {
	const struct agreement *agreement;
	struct bound_criterion *criteria;
	size_t *computed;
	struct conditions sql;
};

enum { DEFINE_BANT = 1 << 20, DEFINE_SQL, DEFINE_ASK };

/* By no, then yes; where both hold it is no. */
static const struct str answers[] = { { "unknown", 7 }, { "yes", 3 }, { "no", 2 }, { "no", 2 } };

static void work_criterion(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bound_criterion *c = ctx;
	struct tally *tally = tally_of(r->frame);
	static const bool never[RUN_MOST];
	const bool *yes = never, *no = never;
	uint64_t both = 0;

	if (tally_no_lead(r, TYPE_TEXT, ask, out))
		return;
	if (tally->assume == c->index) {
		EACH_ROW(row, ask, out.text[row] = answers[1]);
		return;
	}
	if (c->yes)
		yes = code_values(c->yes, r, ask, rows_room(r)).flag;
	if (c->no)
		no = code_values(c->no, r, ask, rows_room(r)).flag;
	EACH_ROW(row, ask, {
		size_t is = (size_t)yes[row] | (size_t)no[row] << 1;
		both += is == 3;
		out.text[row] = answers[is];
	});
	tally->both[c->index] += both;
	if (c->yes)
		rows_room_back(r);
	if (c->no)
		rows_room_back(r);
}

static void work_count(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bant *b = ctx;
	int64_t *yes;

	if (tally_no_lead(r, TYPE_NUMBER, ask, out))
		return;
	yes = rows_room(r).time;
	EACH_ROW(row, ask, yes[row] = 0);
	for (size_t i = 0; i < b->agreement->criteria.n; i++) {
		const struct str *answer = computed_values(b->computed[i], r, ask).text;
		EACH_ROW(row, ask, yes[row] += *answer[row].p == 'y');
	}
	EACH_ROW(row, ask, out.number[row] = (double)yes[row]);
	rows_room_back(r);
}

static void work_sql(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	if (!tally_no_lead(r, TYPE_FLAG, ask, out))
		conditions_any(&((const struct bant *)ctx)->sql, r, ask, out.flag);
}

/* The first criterion that is unknown; later ones are asked about only where those before are known. */
static void work_ask(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct bant *b = ctx;
	uint16_t *list;

	vector_none(TYPE_TEXT, ask, out);
	if (tally_of(r->frame)->no_lead)
		return;
	list = rows_room(r).row;
	for (size_t i = 0; i < b->agreement->criteria.n; i++) {
		const struct str *answer = computed_values(b->computed[i], r, ask).text;
		size_t n = 0;
		for (size_t k = 0; k < ask.n; k++) {
			size_t row = ask.row[k];
			bool unknown = *answer[row].p == 'u';
			if (unknown)
				out.text[row] = b->agreement->criteria.at[i].name.text;
			list[n] = (uint16_t)row;
			n += !unknown;
		}
		ask = (struct asked){ list, n };
	}
	rows_room_back(r);
}

static size_t bind_criterion(struct bant *b, size_t i, struct names *n)
{
	struct program *p = names_program(n);
	const struct criterion *said = &b->agreement->criteria.at[i];
	struct bound_criterion *c = &b->criteria[i];

	c->index = i;
	if (said->yes)
		c->yes = program_bind(p, said->yes, TYPE_FLAG, NULL);
	if (said->no)
		c->no = program_bind(p, said->no, TYPE_FLAG, NULL);
	if ((said->yes && !c->yes) || (said->no && !c->no))
		return SIZE_MAX;
	return program_compute(p, TYPE_TEXT, said->name.text, work_criterion, c);
}

static bool bind_criteria(struct bant *b, struct names *n)
{
	bool good = true;

	for (size_t i = 0; i < b->agreement->criteria.n; i++)
		good = (b->computed[i] = names_computed(n, bant_column(n, i))) != SIZE_MAX && good;
	return good;
}

static size_t bind_define(void *ctx, size_t which, struct names *n)
{
	struct bant *b = ctx;
	struct program *p = names_program(n);

	switch (which) {
	case DEFINE_BANT:
		return bind_criteria(b, n) ? program_compute(p, TYPE_NUMBER, STR("bant"), work_count, b)
					   : SIZE_MAX;
	case DEFINE_SQL:
		return conditions_bind(&b->sql, b->agreement->sql.at, b->agreement->sql.n, p)
			       ? program_compute(p, TYPE_FLAG, STR("sql"), work_sql, b)
			       : SIZE_MAX;
	case DEFINE_ASK:
		return bind_criteria(b, n) ? program_compute(p, TYPE_TEXT, STR("ask_next"), work_ask, b)
					   : SIZE_MAX;
	default:
		return bind_criterion(b, which, n);
	}
}

struct str bant_column(struct names *n, size_t i)
{
	return arena_print(&names_program(n)->arena, "bant_%.*s",
			   STR_ARG(names_agreement(n)->criteria.at[i].name.text));
}

void bant_define(struct names *n, bool own)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	struct bant *b = ARENA_NEW(arena, struct bant);

	b->agreement = a;
	b->criteria = ARENA_ARRAY(arena, a->criteria.n, struct bound_criterion);
	b->computed = ARENA_ARRAY(arena, a->criteria.n, size_t);
	for (size_t i = 0; i < a->criteria.n; i++)
		names_define(n, bant_column(n, i), TYPE_TEXT, own, bind_define, b, i);
	if (a->criteria.n)
		names_define(n, STR("bant"), TYPE_NUMBER, own, bind_define, b, DEFINE_BANT);
	if (a->sql.n)
		names_define(n, STR("sql"), TYPE_FLAG, own, bind_define, b, DEFINE_SQL);
	if (own && a->criteria.n)
		names_define(n, STR("ask_next"), TYPE_TEXT, own, bind_define, b, DEFINE_ASK);
}
