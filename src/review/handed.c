/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See handed.h. */
#include "review/handed.h"

#include "base/number.h"
#include "agreement/orphans.h"
#include "expr/run.h"
#include "review/ref.h"

/* The sla that starts with the hand-over, and is answered by the second stage where one of several is. */
static size_t find_sla(const struct handing *h)
{
	const struct agreement *a = h->agreement;
	const struct step *from = &a->stages.at[h->from], *to = &a->stages.at[h->to];
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < a->slas.n; i++) {
		const struct sla *s = &a->slas.at[i];
		if (agreement_step(a, s->from) != from)
			continue;
		if (found == SIZE_MAX)
			found = i;
		for (size_t k = 0; k < s->to.n; k++)
			if (agreement_step(a, s->to.at[k]) == to)
				return i;
	}
	return found;
}

static bool bind_id(struct handing *h, struct names *n)
{
	struct expr id = { .op = EXPR_NAME, .text = STR("id") };

	h->id_column = names_column(n, &id);
	if (h->id_column == SIZE_MAX && names_columns(n)) {
		diag_error(names_diags(n),
			   "no column is the lead's id, by which decisions know it; name it in the "
			   "agreement: field id \"Your Header\"");
		return false;
	}
	if (h->id_column != SIZE_MAX)
		h->id = names_bind_column(n, h->id_column, TYPE_TEXT);
	return true;
}

bool handing_bind(struct handing *h, struct names *n, struct clocks *clocks, const struct id_map *map)
{
	const struct agreement *a = names_agreement(n);
	struct diags *diags = names_diags(n);

	*h = (struct handing){ .agreement = a,
			       .zone = names_program(n)->times.zone,
			       .sla = SIZE_MAX,
			       .id_column = SIZE_MAX,
			       .map = map };
	if (!a->handovers.n) {
		diag_error(
			diags,
			"%s: the agreement has no 'handover' statement%s, so no lead is handed over; write "
			"one, such as: handover mql to sal",
			a->text->name, agreement_lost(a, "handover"));
		return false;
	}
	h->from = agreement_stage(a, a->handovers.at[0].from.text);
	h->to = agreement_stage(a, a->handovers.at[0].to.text);
	h->sla = find_sla(h);
	if (h->sla != SIZE_MAX)
		h->clocks = clocks_bind(clocks);
	if (h->clocks) /* which are bound to the same steps */
		h->pipeline = h->clocks->pipeline;
	bool good = h->sla != SIZE_MAX ? h->clocks != NULL : pipeline_bind(&h->pipeline, n);
	return bind_id(h, n) && good;
}

const struct str *handing_ids(const struct handing *h, struct rows *r, struct asked ask, union vector room)
{
	return h->id ? code_values(h->id, r, ask, room).text : NULL;
}

struct str handing_id(const struct handing *h, struct str said)
{
	return id_map_kept(h->map, str_trim(said));
}

/* False: it has no id, or one that a spreadsheet has rounded, which others may have, too. */
static bool hand_over_of(const struct handing *h, const struct standing *s, struct sign handed,
			 struct str said, struct hand_over *out)
{
	struct str id = handing_id(h, said);
	int64_t at = sign_time(handed, s->moment);
	bool answered = s->depth > h->to;

	if (!id.n || number_is_rounded(id))
		return false;
	*out = (struct hand_over){ .id = id,
				   .at = at,
				   .ref = ref_of(id, at, h->zone),
				   .waits = !answered && s->exit == SIZE_MAX,
				   .answer = answered ? s->depth - 1 : SIZE_MAX,
				   .exit = s->exit };
	return true;
}

bool handing_of(const struct handing *h, struct frame *f, struct hand_over *out, bool *nameless)
{
	const struct standing *s = pipeline_stand(&h->pipeline, f);

	*nameless = false;
	if (s->depth <= h->from || !h->id)
		return false;
	struct str said = code_text(h->id, f);
	*nameless = !hand_over_of(h, s, pipeline_read(&h->pipeline, f)[h->from], said, out);
	return !*nameless;
}

struct asked handing_rows(const struct handing *h, struct rows *r, struct asked ask, struct hand_over *out,
			  uint16_t *list, uint64_t *nameless)
{
	const struct journey *j = pipeline_stand_rows(&h->pipeline, r, ask);
	struct asked handed = { list, 0 };

	for (size_t i = 0; i < ask.n && h->id; i++) {
		list[handed.n] = ask.row[i];
		handed.n += j->now[ask.row[i]].depth > h->from;
	}
	const struct str *said = handing_ids(h, r, handed, rows_room(r));
	size_t n = 0;
	for (size_t i = 0; i < handed.n; i++) {
		const uint16_t row = handed.row[i];
		list[n] = row;
		n += hand_over_of(h, &j->now[row], j->sign[row * j->steps + h->from], said[row], &out[row]);
	}
	*nameless += handed.n - n;
	rows_room_back(r);
	return (struct asked){ list, n };
}

void handing_foresee(const struct handing *h, struct rows *r, struct asked ask)
{
	pipeline_stand_rows(&h->pipeline, r, ask);
	handing_ids(h, r, ask, rows_room(r));
	rows_room_back(r);
	if (h->clocks)
		clock_read_rows(h->clocks, h->sla, r, ask);
}

const struct reading *handing_clock(const struct handing *h, struct frame *f)
{
	const struct reading *r = h->clocks ? clock_now(h->clocks, h->sla, f) : NULL;

	return r && r->status != CLOCK_NONE ? r : NULL;
}
