/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a merge: see merge.h. */
#include "base/id.h"
#include "lead/note.h"
#include "review/merge_internal.h"

static const char *const merged_words[MERGED_WAYS] = {
	[MERGED_ACCEPTED] = "accepted",
	[MERGED_RETURNED] = "returned",
	[MERGED_ANSWERED] = "with answers, and no decision",
	[MERGED_KNOWN] = "whose decision the input has already",
	[MERGED_OVERRULED] = "of these overrule what the input said",
	[MERGED_LATER] = "decided after now, which is left out",
	[MERGED_NO_EXIT] = "returned by an exit that the agreement doesn't have, which is left out",
};

static void add_time(struct buf *b, const char *before, int64_t at, const struct zone *zone)
{
	if (at == INSTANT_NONE)
		return;
	buf_str(b, str_from(before));
	instant_write(b, at, zone);
}

/* "1003888: the input says recycled, 2026-10-12; decided by sofie, 2026-10-31: accept" */
static void tell_listed(const struct merge *m, const struct listed *l)
{
	const struct agreement *a = m->plan.handing->agreement;
	const struct zone *zone = m->plan.handing->zone;
	struct str says =
		l->exit != SIZE_MAX ? a->exits.at[l->exit].name.text : a->stages.at[l->stage].name.text;
	struct buf said = { 0 }, decided = { 0 };

	add_time(&said, ", ", l->at, zone);
	add_time(&decided, "", l->decided->at, zone);
	diag_note(names_diags(m->plan.names),
		  "%.*s: the input says %.*s%.*s; decided by %.*s, %.*s: %.*s%s%.*s", STR_ARG(l->id),
		  STR_ARG(says), STR_ARG(buf_view(&said)), STR_ARG(l->decided->by),
		  STR_ARG(buf_view(&decided)), STR_ARG(decision_name[l->decided->decision]),
		  l->decided->exit.n ? " " : "", STR_ARG(l->decided->exit));
	buf_release(&said);
	buf_release(&decided);
}

static void tell_otherwise(const struct merge *m)
{
	uint64_t n = m->counts[MERGED_OTHERWISE];

	for (size_t i = 0; i < n && i < LISTED_MOST; i++)
		tell_listed(m, &m->listed[i]);
	tally_say(names_diags(m->plan.names), n,
		  m->plan.prefer ? "where the input stands against the decision, and stays"
				 : "where the input says something else, and stays; --prefer decisions "
				   "writes what was decided",
		  STR(""));
}

static void tell_place(const struct merge *m, const struct place *p)
{
	struct diags *diags = names_diags(m->plan.names);

	if (p->column >= names_columns(m->plan.names))
		diag_note(diags, "%.*s: the input has no such column, so it is added at the end",
			  STR_ARG(p->head));
	if (p->otherwise && !p->formed)
		diag_note(diags,
			  "%.*s: no cell shows how times are written there, so they are written like %.*s",
			  STR_ARG(p->head), STR_ARG(p->first));
	else if (p->otherwise)
		diag_note(
			diags,
			"%.*s: %llu %s be written like '%.*s' and read as the same again, so %s written like "
			"%.*s",
			STR_ARG(p->head), (unsigned long long)p->otherwise,
			p->otherwise == 1 ? "time can't" : "times can't", STR_ARG(p->sample),
			p->otherwise == 1 ? "it is" : "they are", STR_ARG(p->first));
}

/* Decisions that no row was found for. */
static bool tell_unmet(const struct merge *m)
{
	struct diags *diags = names_diags(m->plan.names);
	uint64_t other = 0, absent = 0;
	struct str first = { 0 };

	for (size_t i = 0; i < m->nrulings; i++) {
		const struct merge_ruling *r = &m->ruling[i];
		if (r->met)
			continue;
		struct id_room room;
		bool met = m->lead_met[*map_find(&m->leads, id_key(r->lead_id, &room))];
		other += met;
		if (!met && !absent++)
			first = r->lead_id;
	}
	count_say(diags, other, "decision of an earlier hand-over, which the lead no longer has",
		  "decisions of an earlier hand-over, which the lead no longer has");
	if (!m->plan.strict)
		count_say(diags, absent, "decision of leads that the input doesn't have",
			  "decisions of leads that the input doesn't have");
	else if (absent)
		diag_error(diags,
			   "%s: %llu %s that the input doesn't have, first lead '%.*s'; without --strict "
			   "that is "
			   "only counted",
			   m->plan.file, (unsigned long long)absent,
			   absent == 1 ? "decision is of a lead" : "decisions are of leads", STR_ARG(first));
	return !m->plan.strict || !absent;
}

/* The decision was written, and the agreement still doesn't see it. */
static bool tell_unseen(const struct merge *m)
{
	const struct agreement *a = m->plan.handing->agreement;
	bool good = true;

	for (size_t i = 0; i <= a->exits.n; i++) {
		const struct unseen *u = &m->unseen[i];
		const struct step *step = i ? &a->exits.at[i - 1] : m->places.accepted.step;
		if (!u->rows)
			continue;
		good = false;
		diag_at(names_diags(m->plan.names), step->name.where, step->name.span,
			"%s '%.*s' would not be reached by %llu decided %s, first '%.*s': what is written "
			"does not "
			"make its condition true; add what else to write: %s%.*s sets COLUMN = VALUE",
			i ? "exit" : "stage", STR_ARG(step->name.text), (unsigned long long)u->rows,
			u->rows == 1 ? "lead" : "leads", STR_ARG(u->id), i ? "return " : "accept",
			i ? (int)step->name.text.n : 0, step->name.text.p);
	}
	return good;
}

bool merge_tell(struct merge *m)
{
	struct diags *diags = names_diags(m->plan.names);

	for (size_t i = 0; i < MERGED_WAYS; i++)
		if (merged_words[i])
			tally_say(diags, m->counts[i], merged_words[i], STR(""));
	tell_otherwise(m);
	bool good = tell_unmet(m);
	tally_say(diags, m->emptied, "where what stood against the decision is emptied", STR(""));
	tally_say(diags, m->reasons_left,
		  "whose reason stays in the decisions, as the exit has no 'reason' column", STR(""));
	tally_say(diags, m->answers_left, "with an answer for which there is no column or field",
		  m->answers_name);
	for (size_t i = 0; i < m->places.n; i++)
		tell_place(m, &m->places.at[i]);
	return tell_unseen(m) && good;
}
