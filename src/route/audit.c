/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See audit.h. */
#include "route/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "lead/tally.h"
#include "route/fairness_report.h"
#include "route/pairs.h"

struct audit {
	struct assigner *assigner;
	const struct scoring *scoring;
	bool routed;
	const struct code *score, *grade; /* NULL: the agreement has none */
	struct map grades, known;	  /* numbers of grades; of people, by the folded name */
	struct fairness_person *person;	  /* the roster first */
	size_t n, cap;
	struct str team[FAIRNESS_MOST];	 /* as each is spelled first */
	uint32_t team_of[FAIRNESS_MOST]; /* people's; FAIRNESS_NOBODY: none */
	struct map teams;		 /* their numbers, by the folded name */
	struct arena arena;
	struct buf scratch;
	struct fairness *fairness; /* where there are routes: of the roster */
	struct pairs companies;	   /* of each company and person: leads so far */
	uint32_t *got;		   /* without routes: who has each row's lead, or FAIRNESS_NOBODY */
	size_t rows, rows_cap;
	struct sight seen[RUN_MOST]; /* of the run's leads that keep their owner; */
	uint64_t seen_at[RUN_MOST];  /* the serial of the row that this is of */
	uint32_t who[RUN_MOST];	     /* has the run's leads */
	uint64_t dealt, unowned;     /* leads */
	struct fairness_view view;   /* settled */
	uint32_t *lines;
	struct str *grade_name;
};

/* ---- people ---- */

/* The number of a team. */
static uint32_t team_of(struct audit *a, struct str name)
{
	size_t before = a->teams.n;

	if (!name.n)
		return FAIRNESS_NOBODY;
	uint32_t number = fold_number(&a->teams, &a->arena, name, &a->scratch);
	if (number == before)
		a->team[number] = name;
	return number;
}

/* Somebody new; the texts must stay. */
static void add_person(struct audit *a, struct str name, struct str team)
{
	a->team_of[a->n] = team_of(a, team);
	MEM_ROOM(a->person, a->n, a->cap);
	a->person[a->n++] = (struct fairness_person){ .name = name,
						      .team = team,
						      .grade = mem_new((scoring_grades(a->scoring) + 1) *
								       sizeof(uint64_t)) };
}

/* The person with that name; SIZE_MAX: one too many, which is the row's error. */
static size_t person_of(struct audit *a, struct str name, struct frame *f)
{
	const struct record *r = f->record;
	size_t who = fold_number(&a->known, &a->arena, name, &a->scratch);

	if (who < a->n)
		return who;
	if (who < FAIRNESS_MOST) {
		add_person(a, arena_copy(&a->arena, name), STR(""));
		return who;
	}
	buf_print(&f->error,
		  "%s:%llu: owner: more than %d people have leads; a report is of fewer, so ask for "
		  "some of the rows with --where",
		  r->batch->file, (unsigned long long)batch_line(r->batch, r->index), FAIRNESS_MOST);
	return SIZE_MAX;
}

static void add_roster(struct audit *a)
{
	const struct roster *r = a->assigner->roster;

	if (r->n > FAIRNESS_MOST) {
		diag_error(names_diags(a->assigner->names),
			   "%zu people are in the roster; a report is of %d at most", r->n, FAIRNESS_MOST);
		return;
	}
	for (size_t i = 0; i < r->n; i++) { /* no two of them are called alike */
		fold_number(&a->known, &a->arena, r->rep[i].name, &a->scratch);
		add_person(a, r->rep[i].name, r->rep[i].team.p ? r->rep[i].team : STR(""));
	}
}

/* ---- before row one ---- */

static void bind_grades(struct audit *a)
{
	const struct scoring *s = a->scoring;

	a->grade = names_code(a->assigner->names, "grade", TYPE_TEXT);
	for (size_t i = 0; a->grade && i < scoring_grades(s); i++)
		map_put(&a->grades, scoring_grade_name(s, i), (uint32_t)i);
}

static void bind(struct audit *a)
{
	struct names *n = a->assigner->names;
	const struct agreement *agreement = names_agreement(n);
	struct expr owner = { .op = EXPR_NAME, .text = STR("owner") };

	if (!a->routed && names_columns(n) && names_absent(n, &owner, false))
		diag_error(names_diags(n),
			   "no column says whose a lead is; name it in the agreement: field owner "
			   "\"Your Header\"");
	if (agreement->scores.n)
		a->score = names_code(n, "score", TYPE_NUMBER);
	if (agreement->grades.n)
		bind_grades(a);
}

struct audit *audit_new(struct assigner *d, const struct scoring *scoring)
{
	struct audit *a = mem_new(sizeof *a);

	a->assigner = d;
	a->scoring = scoring;
	a->routed = d->plan.agreement->routes.n;
	bind(a);
	if (!names_diags(d->names)->errors)
		add_roster(a);
	if (names_diags(d->names)->errors) {
		audit_free(a);
		return NULL;
	}
	if (a->routed)
		a->fairness = fairness_new(a->n, a->team_of, a->teams.n);
	return a;
}

/* ---- rows ---- */

static void add_grade(struct audit *a, struct fairness_person *p, struct frame *f)
{
	struct str grade = code_text(a->grade, f);
	const uint32_t *known = grade.p ? map_find(&a->grades, grade) : NULL;

	if (known)
		p->grade[*known]++;
}

/* The value of a person's lead, and whether it is still open. */
static void add_lead(struct audit *a, struct fairness_person *p, struct frame *f)
{
	double score = a->score ? code_number(a->score, f) : 0;

	p->leads++;
	p->open += assigner_has_open(a->assigner, f);
	p->score += isnan(score) ? 0 : score;
	if (a->grade)
		add_grade(a, p, f);
}

static bool is_among(struct sharers x, size_t who)
{
	size_t i = 0;

	while (i < x.n && x.rep[i] != who)
		i++;
	return i < x.n;
}

/* Who could have had it, and by what company; a lead that a route gives to a named person is not shared. */
static struct sharers who_could(struct audit *a, struct frame *f, const struct assignment *dealt, size_t who,
				uint64_t *company)
{
	struct routing *s = a->assigner->routing;

	if (dealt->how == ASSIGNED_OWNER) {
		*company = dealt->decision->company;
		return dealt->decision->among;
	}
	const struct sight *seen = a->seen_at[f->run->at] == f->serial ? &a->seen[f->run->at] : NULL;
	struct sharers x = routing_eligible(s, seen, f, SIZE_MAX, company);
	bool has = *company && *pairs_number(&a->companies, *company, (uint32_t)who);
	return has && !is_among(x, who) ? routing_eligible(s, seen, f, who, company) : x;
}

/* A lead of a company went to somebody because of others if it is known so, or else if it is not the first
 * that they have of it, in the order of the rows. */
static void judge(struct audit *a, struct frame *f, const struct assignment *dealt, size_t who)
{
	uint64_t company = 0;
	struct sharers among = who_could(a, f, dealt, who, &company);
	uint64_t *leads = company ? pairs_number(&a->companies, company, (uint32_t)who) : NULL;
	bool has = leads && (*leads)++;

	if (!among.n)
		return;
	if (!is_among(among, who)) {
		a->person[who].not_eligible++;
		return;
	}
	size_t set = fairness_set(a->fairness, among.rep, among.weight, among.n);
	fairness_count(a->fairness, set, (uint32_t)who, f->record->batch->first_row + f->record->index + 1);
	if (has || (dealt->how == ASSIGNED_OWNER && dealt->decision->together)) {
		a->person[who].together++;
		fairness_by_rule(a->fairness, set, (uint32_t)who);
	}
}

/* With weight 0 they are assigned nothing: what they have, someone gave to them. */
static int64_t weight_of(const struct audit *a, size_t who)
{
	const struct roster *r = a->assigner->roster;

	return who < r->n ? r->rep[who].weight : 1000000;
}

static void remember(struct audit *a, const struct record *r, size_t who)
{
	uint64_t row = r->batch->first_row + r->index;

	if (!weight_of(a, who)) {
		a->person[who].not_eligible++;
		return;
	}
	while (a->rows <= row) {
		MEM_ROOM(a->got, a->rows, a->rows_cap);
		a->got[a->rows++] = FAIRNESS_NOBODY;
	}
	a->got[row] = (uint32_t)who;
}

/* Who has the lead, or would get it; SIZE_MAX: nobody, or it was counted. */
static size_t owner_of(struct audit *a, struct frame *f)
{
	static const struct assignment nothing;
	const struct assignment *dealt = &nothing;

	if (a->routed)
		dealt = assigner_take(a->assigner, f);
	if (dealt->how == ASSIGNED_REPEAT || f->error.n)
		return SIZE_MAX;
	struct str owner = dealt->owner.p ? dealt->owner : assigner_owner(a->assigner, f);
	a->dealt += dealt->how == ASSIGNED_OWNER;
	a->unowned += !owner.n;
	size_t who = owner.n ? person_of(a, owner, f) : SIZE_MAX;
	if (who != SIZE_MAX && a->routed)
		judge(a, f, dealt, who);
	else if (who != SIZE_MAX)
		remember(a, f->record, who);
	return who;
}

static void read_ahead(const struct code *c, struct rows *r, struct asked leads)
{
	code_values(c, r, leads, rows_room(r));
	rows_room_back(r);
}

/* What add_lead asks of leads, column by column. */
static void read_leads(const struct audit *a, struct rows *r, struct asked leads)
{
	pipeline_read_rows(&a->assigner->pipeline, r, leads);
	if (a->score)
		read_ahead(a->score, r, leads);
	if (a->grade)
		read_ahead(a->grade, r, leads);
}

/* Leads that somebody has, up to one that has failed, if any has. If what is asked of these fails, it is
 * asked again row by row: the first one that fails is the one to report. */
static void add_leads(struct audit *a, struct rows *r, struct asked leads)
{
	struct buf *error = &r->frame->error, later = *error;

	*error = (struct buf){ 0 };
	if (r->n > 1 && leads.n && !later.n)
		read_leads(a, r, leads);
	if (error->n) {
		frame_undo(r->frame);
		rows_begin(r);
	}
	for (size_t i = 0; i < leads.n && !error->n; i++) {
		size_t row = leads.row[i];
		add_lead(a, &a->person[a->who[row]], rows_at(r, row));
	}
	if (!error->n)
		buf_str(error, buf_view(&later));
	buf_release(&later);
}

/* ---- what comes out ---- */

static void judge_history(struct audit *a)
{
	int64_t *weight = mem_new((a->n + 1) * sizeof *weight);

	for (size_t i = 0; i < a->n; i++)
		weight[i] = weight_of(a, i);
	a->fairness = fairness_new(a->n, a->team_of, a->teams.n);
	fairness_history(a->fairness, a->got, a->rows, weight);
	free(weight);
}

static void ask_room(struct audit *a)
{
	const struct roster *r = a->assigner->roster;

	for (size_t i = 0; i < r->n; i++) {
		const struct rep *rep = &r->rep[i];
		a->person[i].room = rep->active && rep->weight ? routing_room(a->assigner->routing, rep) : 0;
		a->person[i].passed_over = routing_passed_over(a->assigner->routing, rep);
	}
}

struct named {
	struct str key;
	uint32_t who;
};

static int by_key(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return str_compare(x->key, y->key);
}

/* The roster's people in roster order, then the others by name. */
static uint32_t *order(struct audit *a)
{
	struct named *list = mem_new((a->n + 1) * sizeof *list);
	uint32_t *out = mem_new((a->n + 1) * sizeof *out);
	size_t first = a->assigner->roster->n;

	for (size_t i = 0; i < a->n; i++) {
		buf_clear(&a->scratch);
		fold_key_append(&a->scratch, a->person[i].name);
		list[i] = (struct named){ arena_copy(&a->arena, buf_view(&a->scratch)), (uint32_t)i };
	}
	qsort(list + first, a->n - first, sizeof *list, by_key);
	for (size_t i = 0; i < a->n; i++)
		out[i] = list[i].who;
	free(list);
	return out;
}

static void *audit_begin(const void *plan)
{
	return *(struct audit *const *)plan;
}

static void audit_keep(void *self)
{
	(void)self;
}

/* Whose leads are; and of those that keep their owner who could have had them. */
static void audit_foresee(void *self, struct rows *lane, struct asked leads)
{
	struct audit *a = self;
	struct assigner *d = a->assigner;
	struct asked kept = assigner_kept(d, lane, leads, rows_room(lane).row);

	if (a->routed) {
		assigner_foresee(d, lane, leads);
		routing_foresee(d->routing, lane, kept, a->seen, NULL);
		EACH_ROW(row, kept, a->seen_at[row] = lane->frame->begun + row);
	}
	rows_room_back(lane);
}

static void audit_count(void *self, struct rows *lane, struct asked leads)
{
	struct audit *a = self;
	uint16_t *list = rows_room(lane).row;
	size_t n = 0;

	for (size_t i = 0; i < leads.n && !lane->frame->error.n; i++) {
		size_t row = leads.row[i], who = owner_of(a, rows_at(lane, row));
		a->who[row] = (uint32_t)who;
		list[n] = (uint16_t)row;
		n += who != SIZE_MAX;
	}
	add_leads(a, lane, (struct asked){ list, n });
	rows_room_back(lane);
}

static void audit_settle(void *self)
{
	struct audit *a = self;
	const struct scoring *s = a->scoring;
	struct fairness_view *v = &a->view;

	*v = (struct fairness_view){ .person = a->person,
				     .n = a->n,
				     .team = a->team,
				     .teams = a->teams.n,
				     .team_of = a->team_of,
				     .scored = a->score,
				     .routed = a->routed,
				     .together = a->routed && a->assigner->plan.commons };
	if (a->routed)
		ask_room(a);
	else
		judge_history(a);
	v->order = a->lines = order(a);
	v->grade = a->grade_name = mem_new((scoring_grades(s) + 1) * sizeof *a->grade_name);
	v->grades = a->grade ? scoring_grades(s) : 0;
	for (size_t i = 0; i < v->grades; i++)
		a->grade_name[i] = scoring_grade_name(s, i);
	v->judged = a->routed ? a->assigner->roster->n : a->n;
	v->test = fairness_settle(a->fairness, &v->due);
	v->all = fairness_sum(v, FAIRNESS_NOBODY);
}

static void audit_report(const void *self, struct diags *diags)
{
	const struct audit *a = self;

	tally_say(diags, a->dealt, "would get an owner, and are counted as theirs", STR(""));
	tally_say(diags, a->unowned, "without an owner, in no line", STR(""));
	assigner_tell(a->assigner);
}

const struct counter_kind audit_counter = {
	.name = "audit",
	.in_order = true,
	.once = true,
	.new = audit_begin,
	.free = audit_keep,
	.count = audit_count,
	.foresee = audit_foresee,
	.settle = audit_settle,
	.report = audit_report,
	.whole = "who is next depends on all leads before, in their order",
};

const struct fairness_view *audit_view(const void *self)
{
	return &((const struct audit *)self)->view;
}

void audit_free(struct audit *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n; i++)
		free(a->person[i].grade);
	free(a->person);
	free(a->view.all.grade);
	free(a->got);
	free(a->lines);
	free(a->grade_name);
	if (a->fairness)
		fairness_free(a->fairness);
	pairs_release(&a->companies);
	map_release(&a->grades);
	map_release(&a->known);
	map_release(&a->teams);
	arena_release(&a->arena);
	buf_release(&a->scratch);
	free(a);
}
