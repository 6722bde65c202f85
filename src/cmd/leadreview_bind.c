/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leadreview's modes bind alike: see leadreview.h. */
#include "cmd/leadreview.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "review/team.h"

static void say_notes(void *ctx)
{
	filter_say(ctx);
}

bool leadreview_decisions(struct leadreview *t, struct filter *f, bool makes)
{
	const struct zone *zone = f->lane[0].program.times.zone;

	t->decisions = decisions_open(t->file, makes, zone, f->map, say_notes, f, &f->diags);
	return t->decisions;
}

/* Could it be written, or made? If not: errno. */
static bool may_write(const char *path)
{
	if (access(path, W_OK) == 0)
		return true;
	int folder = errno == ENOENT ? file_open_folder(path, O_RDONLY | O_DIRECTORY, 0) : -1;
	if (folder < 0)
		return false;
	bool may = faccessat(folder, ".", W_OK | X_OK, 0) == 0;
	int error = errno;
	close(folder);
	errno = error;
	return may;
}

bool leadreview_decides(struct leadreview *t, struct filter *f)
{
	if (!leadreview_decisions(t, f, true))
		return false;
	if (may_write(t->file))
		return true;
	diag_error(&f->diags, "%s: decisions can't be written there: %s", t->file, file_why(errno));
	return false;
}

struct str leadreview_reviewer(const struct leadreview *t, struct filter *f)
{
	const char *environment = getenv("LEADPIPE_REVIEWER");
	const char *name = t->reviewer ? t->reviewer : environment ? environment : "";

	if (!str_trim(str_from(name)).n) {
		const struct passwd *me = getpwuid(geteuid());
		name = me ? me->pw_name : "";
	}
	struct str by = str_trim(str_from(name));
	if (!by.n)
		diag_error(&f->diags, "nobody is known to sign the decisions; add --reviewer NAME, or set "
				      "LEADPIPE_REVIEWER");
	return by;
}

bool leadreview_at(const struct leadreview *t, struct filter *f, int64_t *at)
{
	const struct program *p = &f->lane[0].program;

	*at = p->now;
	if (!t->at)
		return true;
	if (instant_read(str_trim(str_from(t->at)), &p->times, at) != TIME_READ) {
		diag_error(&f->diags,
			   "--at: '%s' is not a time; write it as 2026-10-31 or \"2026-10-31 09:00\"", t->at);
		return false;
	}
	if (instant_is_date(*at)) {
		int64_t day = instant_day(*at, p->times.zone), last = day_last(day, p->times.zone);
		*at = day == instant_day(p->now, p->times.zone) ? p->now : last;
	}
	if (*at <= p->now)
		return true;
	diag_error(&f->diags, "--at: '%s' is after now", t->at);
	return false;
}

/* Does a name say whether a lead is answered? */
static bool names_standing(struct names *n, struct str name)
{
	static const enum position_column position[] = { POSITION_STAGE, POSITION_EXIT };
	static const enum clock_column clock[] = { CLOCK_STATUS, CLOCK_ANSWER };
	bool is = false;

	for (size_t i = 0; i < sizeof position / sizeof *position; i++)
		is |= str_eq(name, position_head(position[i]));
	for (size_t i = 0; i < names_agreement(n)->slas.n; i++)
		for (size_t k = 0; k < sizeof clock / sizeof *clock; k++)
			is |= str_eq(name, clock_head(n, i, clock[k]));
	return is;
}

static bool asks_standing(struct names *n, const struct expr *e)
{
	bool asks = (e->op == EXPR_NAME && names_standing(n, e->text)) ||
		    (e->op == EXPR_CALL && str_eq(e->text, STR("reached")));

	for (size_t i = 0; i < e->nargs && !asks; i++)
		asks = asks_standing(n, e->arg[i]);
	return asks;
}

/* Does -w itself say where the leads stand that it wants? Its mistakes have been reported. */
static bool where_asks_standing(struct filter *f)
{
	struct lane *lane = &f->lane[0];
	struct diags unsaid = { .tool = f->diags.tool };
	bool asks = false;

	for (size_t i = 0; i < f->common.nwhere && !asks; i++) {
		struct text text = { .name = "--where", .folder = "", .body = str_from(f->common.where[i]) };
		const struct expr *e = expr_parse_text(&text, &lane->program.arena, &unsaid);
		asks = e && asks_standing(lane->names, e);
	}
	diags_release(&unsaid);
	return asks;
}

bool leadreview_bind(struct leadreview *t, struct filter *f)
{
	struct lane *lane = &f->lane[0];
	struct names *n = lane->names;

	if (!handing_bind(&t->handing, n, lane->clocks, f->map))
		return false;
	t->plan = (struct meeting_plan){ .handing = &t->handing,
					 .where = f->where,
					 .answered = where_asks_standing(f),
					 .line_end = f->source.header.end };
	best_bind(&t->plan.best, n, SIZE_MAX);
	if (lane->agreement.roster.text.p && (t->roster = roster_read(n)))
		team_define(n, t->roster);
	if (t->by)
		t->plan.by = filter_option(f, 0, "--by", t->by, TYPE_NONE);
	t->cards = cards_bind(n, &t->handing, lane->scoring);
	terms_bind(&t->terms, n, t->handing.sla, t->roster);
	return !f->diags.errors;
}
